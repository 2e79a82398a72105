package dev.coffer.mask;

/**
 * Bytes to look for, a stretch of an array that is shared with others, and the secret whose they are.
 *
 * @param from the first byte
 * @param to behind the last one
 * @param secret the place of its name
 */
record Needle(byte[] bytes, int from, int to, int secret) {

    int length() {
        return to - from;
    }

    byte at(int index) {
        return bytes[from + index];
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
