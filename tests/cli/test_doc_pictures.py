"""Every picture that a document shows is there, is drawn by a command, and is of the size that the command says."""
import os
import re
import struct
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import doc_pictures

MOST_BYTES = 1536 * 1024


def size_of(path):
    with open(path, "rb") as file:
        head = file.read(24)
    return struct.unpack(">II", head[16:24]) if head[:8] == b"\x89PNG\r\n\x1a\n" else None


class Pictures(unittest.TestCase):
    def test_documents_show_pictures(self):
        self.assertGreater(len(doc_pictures.shown()), 0)

    def test_each_is_there_and_drawn_by_a_command(self):
        drawn = {path for _, _, path in doc_pictures.pictures()}
        for document, path in doc_pictures.shown():
            with self.subTest(document=document, picture=path):
                self.assertTrue(os.path.exists(path), "make screenshots draws it")
                self.assertIn(path, drawn)

    def test_each_has_the_size_of_its_command(self):
        for _, command, path in doc_pictures.pictures():
            wish = re.search(r"--size (\d+)x(\d+)", command)
            expected = (int(wish[1]), int(wish[2])) if wish else (1280, 800)
            with self.subTest(picture=path):
                self.assertEqual(size_of(path), expected)

    def test_together_they_are_small(self):
        paths = {path for _, _, path in doc_pictures.pictures()}
        self.assertLess(sum(os.path.getsize(path) for path in paths), MOST_BYTES)


if __name__ == "__main__":
    unittest.main()
