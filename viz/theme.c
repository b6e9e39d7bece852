#include "theme.h"

#define RGB(hex)                                                \
    {                                                           \
        ((hex) >> 16) & 255, ((hex) >> 8) & 255, (hex)&255, 255 \
    }
#define RGBA(hex, alpha)                                            \
    {                                                               \
        ((hex) >> 16) & 255, ((hex) >> 8) & 255, (hex)&255, (alpha) \
    }

static const struct viz_theme light = {
    .ground = RGB(0xe3e6ea),
    .panel = RGB(0xfbfcfd),
    .raised = RGB(0xedf0f4),
    .line = RGB(0xcdd3da),
    .text = RGB(0x1b2430),
    .faint = RGB(0x5c6877),
    .accent = RGB(0x14559e),
    .on_accent = RGB(0xffffff),
    .warning = RGB(0xb3380b),
    .paper = RGB(0xf6f4ee),
    .area_line = RGB(0x8d94a0),
    .area_urban = RGBA(0x9a8f7a, 46),
    .area_rural = RGBA(0xffffff, 0),
    .area_text = RGB(0x3c4654),
    .road = {RGB(0xe8b25c), RGB(0xffffff), RGB(0xffffff)},
    .road_edge = RGB(0xb9b4a8),
    .station = RGB(0x0b3c6f),
    .hospital = RGB(0xa6174b),
    .ring = RGB(0x14559e),
    .band = {RGBA(0x00306f, 170), RGBA(0x4a5a80, 165), RGBA(0x85858a, 160), RGBA(0xc2b069, 160),
             RGBA(0xf6e36a, 72)},
    .density = {RGBA(0xf3d9c3, 150), RGBA(0xe9ae8c, 170), RGBA(0xd67e62, 180), RGBA(0xa94e4d, 190),
                RGBA(0x6d2440, 205)},
    .late = {RGBA(0xe9ecf2, 170), RGBA(0xb9c3da, 175), RGBA(0x8a86b8, 180), RGBA(0x7a4591, 185),
             RGBA(0x5a0c58, 195)},
    .covered = RGBA(0x14559e, 60),
    .vehicle = {[EMS_V_IDLE] = RGB(0x00795a),
                [EMS_V_TURNOUT] = RGB(0xe69f00),
                [EMS_V_EN_ROUTE] = RGB(0xd55e00),
                [EMS_V_ON_SCENE] = RGB(0xb03a87),
                [EMS_V_TRANSPORTING] = RGB(0x0067ab),
                [EMS_V_BAY_WAIT] = RGB(0x20272f),
                [EMS_V_HANDOVER] = RGB(0x3f9fd6),
                [EMS_V_CLEANING] = RGB(0x7b8794),
                [EMS_V_RETURNING] = RGB(0x2fa37c),
                [EMS_V_SPARE] = RGB(0xa8b0ba)},
    .priority = {RGB(0xc2261d), RGB(0xe07b00), RGB(0x5f7f9a), RGB(0x5c6877)},
    .halo = RGB(0xffffff),
    .gain = RGB(0x0f5ea8),
    .loss = RGB(0xc75b12),
};

static const struct viz_theme dark = {
    .ground = RGB(0x0d1116),
    .panel = RGB(0x171d25),
    .raised = RGB(0x252e39),
    .line = RGB(0x364250),
    .text = RGB(0xe8edf2),
    .faint = RGB(0x9aa7b6),
    .accent = RGB(0x6db3f2),
    .on_accent = RGB(0x08131f),
    .warning = RGB(0xff9466),
    .paper = RGB(0x1c222a),
    .area_line = RGB(0x6b7684),
    .area_urban = RGBA(0x93a0b2, 34),
    .area_rural = RGBA(0x000000, 0),
    .area_text = RGB(0xc9d2dc),
    .road = {RGB(0x8a6d3b), RGB(0x4d5866), RGB(0x3a4450)},
    .road_edge = RGB(0x12161b),
    .station = RGB(0x9fd0ff),
    .hospital = RGB(0xff8fb4),
    .ring = RGB(0x6db3f2),
    .band = {RGBA(0x0a4fb0, 190), RGBA(0x4f6395, 180), RGBA(0x7c7b78, 165), RGBA(0xa89660, 150),
             RGBA(0xffe65c, 70)},
    .density = {RGBA(0x4a3a35, 170), RGBA(0x7d5344, 180), RGBA(0xb0705a, 190), RGBA(0xdc9a7a, 200),
                RGBA(0xffd2b0, 215)},
    .late = {RGBA(0x2a3140, 170), RGBA(0x4a5575, 175), RGBA(0x766fae, 185), RGBA(0xa877c4, 195),
             RGBA(0xe9a6e6, 205)},
    .covered = RGBA(0x6db3f2, 50),
    .vehicle = {[EMS_V_IDLE] = RGB(0x35c795),
                [EMS_V_TURNOUT] = RGB(0xf0b323),
                [EMS_V_EN_ROUTE] = RGB(0xff8136),
                [EMS_V_ON_SCENE] = RGB(0xe486c1),
                [EMS_V_TRANSPORTING] = RGB(0x58b0ff),
                [EMS_V_BAY_WAIT] = RGB(0xf2f5f8),
                [EMS_V_HANDOVER] = RGB(0x8fd3ff),
                [EMS_V_CLEANING] = RGB(0xa7b1bd),
                [EMS_V_RETURNING] = RGB(0x6fe0b8),
                [EMS_V_SPARE] = RGB(0x66717e)},
    .priority = {RGB(0xff6257), RGB(0xffab40), RGB(0xe0cf69), RGB(0x9aa7b6)},
    .halo = RGB(0x10151b),
    .gain = RGB(0x61b0ff),
    .loss = RGB(0xff9a4d),
};

const struct viz_theme *viz_theme_of(bool is_dark)
{
    return is_dark ? &dark : &light;
}

void viz_colour_use(cairo_t *cr, struct viz_colour c)
{
    cairo_set_source_rgba(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

struct viz_colour viz_colour_mix(struct viz_colour a, struct viz_colour b, double share_of_b)
{
    double of_a = 1 - share_of_b;
    return (struct viz_colour){(unsigned char)(a.r * of_a + b.r * share_of_b + 0.5),
                               (unsigned char)(a.g * of_a + b.g * share_of_b + 0.5),
                               (unsigned char)(a.b * of_a + b.b * share_of_b + 0.5),
                               (unsigned char)(a.a * of_a + b.a * share_of_b + 0.5)};
}

struct viz_colour viz_colour_over(struct viz_colour over, struct viz_colour under)
{
    double share = over.a / 255.0;
    over.a = under.a = 255;
    return viz_colour_mix(under, over, share);
}

struct viz_colour viz_colour_faded(struct viz_colour colour, double alpha)
{
    colour.a = (unsigned char)(colour.a * alpha + 0.5);
    return colour;
}

struct viz_colour viz_priority_colour(const struct viz_theme *theme, int priority)
{
    int index = priority < 1 ? VIZ_PRIORITIES - 1 : priority - 1;
    return theme->priority[index < VIZ_PRIORITIES ? index : VIZ_PRIORITIES - 1];
}
