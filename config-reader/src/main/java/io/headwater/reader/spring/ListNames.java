package io.headwater.reader.spring;

/** Names of list items: {@code list[0]}. A bracket with anything but digits in it is part of a name of a map. */
final class ListNames {
    /** Longer ones are names: no list is that long. */
    private static final int MOST_DIGITS = 9;

    private ListNames() {}

    /** What a property belongs to as a whole: the outermost list that it is in, or itself. */
    static String whole(String name) {
        for (int open = name.indexOf('['); open >= 0; open = name.indexOf('[', open + 1)) {
            if (indexEnd(name, open) > 0) {
                return name.substring(0, open);
            }
        }
        return name;
    }

    /** The place behind the index that begins at a bracket; 0 if none does. */
    static int indexEnd(String name, int open) {
        int end = open + 1;
        while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
            end++;
        }
        int digits = end - open - 1;
        boolean index = digits >= 1 && digits <= MOST_DIGITS && end < name.length() && name.charAt(end) == ']';
        boolean plain = index && (digits == 1 || name.charAt(open + 1) != '0');
        return plain ? end + 1 : 0;
    }

    /** The index that begins at a bracket, of which {@link #indexEnd} knows the end. */
    static int index(String name, int open, int end) {
        return Integer.parseInt(name, open + 1, end - 1, 10);
    }
}
