# Generates valid TOML documents by the features of TOML 1.0, for compare-metadata.

VALUES = {
    # Integers.
    "zero": "0", "signed zeros": "[-0, +0]", "positive": "+99", "negative": "-17", "underscores": "1_000",
    "underscores anywhere": "5_349_221", "Indian grouping": "53_49_221", "one digit groups": "1_2_3_4_5",
    "largest integer": "9223372036854775807", "smallest integer": "-9223372036854775808",
    "hexadecimal": "0xDEADBEEF", "hexadecimal in lower case": "0xdeadbeef",
    "hexadecimal with underscores": "0xdead_beef", "hexadecimal zero": "0x0", "hexadecimal with zeros": "0x00987",
    "hexadecimal that looks like a float": "0x1e2", "octal": "0o01234567", "octal mode": "0o755",
    "octal zero": "0o0", "octal with underscores": "0o7_6_5", "binary": "0b11010110", "binary zero": "0b0",
    "binary one": "0b1", "binary with underscores": "0b1_0_1", "binary with zeros": "0b0001",
    # Floats.
    "float": "3.1415", "float one": "+1.0", "negative float": "-0.01", "exponent": "5e+22", "small exponent": "1e06",
    "negative exponent": "-2E-2", "fraction and exponent": "6.626e-34", "float with underscores": "224_617.445_991_228",
    "float zero": "0.0", "signed float zeros": "[+0.0, -0.0]", "zero with exponent": "0e0",
    "float exponent zero": "1e0",
    "exponent with underscores": "1e1_0", "long fraction": "3.141592653589793", "infinity": "inf",
    "positive infinity": "+inf", "negative infinity": "-inf", "not a number": "nan",
    # Booleans.
    "true": "true", "false": "false",
    # Dates and times.
    "offset date-time": "1979-05-27T07:32:00Z", "date-time with offset": "1979-05-27T00:32:00-07:00",
    "date-time with fraction": "1979-05-27T00:32:00.999999-07:00", "date-time with a blank": "1979-05-27 07:32:00Z",
    "date-time in lower case": "1979-05-27t07:32:00z", "local date-time": "1979-05-27T07:32:00",
    "local date-time with fraction": "1979-05-27T00:32:00.5", "local date": "1979-05-27",
    "local time": "07:32:00", "local time with fraction": "00:32:00.999999", "leap day": "2024-02-29",
    "milliseconds": "1987-07-05T17:45:56.123Z", "edge of the years": "[0001-01-01, 9999-12-31]",
    # Basic strings.
    "string": '"text"', "empty string": '""', "escapes": r'"tab\t quote\" back\\ feed\n return\r form\f back\b"',
    "unicode escapes": r'"\u00e9 \U0001F600 \u0041"', "escape at the end": r'"back\\"', "hash in a string": '"a # b"',
    "equals in a string": '"a = b"', "brackets in a string": '"[a] {b}"', "text beyond ASCII": '"größe 港 😀"',
    "quotes of the other kind": '''"it's"''', "escaped quotes only": r'"\"\""', "string of blanks": '"   "',
    "string like a number": '"12"', "string like a date": '"2025-01-02"', "string like a boolean": '"true"',
    "tab in a string": '"a\tb"', "escaped backslash and letter": r'"C:\\new\\table"', "comma at the end": '"a,"',
    # Literal strings.
    "literal": "'text'", "empty literal": "''", "literal backslashes": r"'C:\new\table'",
    "literal with quotes": "'say \"x\"'", "literal hash": "'a # b'", "literal regular expression": r"'<\i\c*\s*>'",
    # Strings of several lines.
    "basic over lines": '"""\none\ntwo"""', "basic without first break": '"""one\ntwo\n"""',
    "basic on one line": '"""one"""', "empty over lines": '""""""', "only a break": '"""\n"""',
    "line continuation": '"""\\\n  one \\\n\n\n  two\\\n  """', "continuation with blanks": '"""one \\  \n  two"""',
    "quotes inside": '"""a "quote" and ""two"" here"""', "one quote at the end": '"""a""""',
    "two quotes at the end": '"""a"""""', "escaped quotes inside": '"""a \\"\\"\\" b"""',
    "escapes over lines": '"""a\\tb\\u00e9\n\\\\"""', "hash over lines": '"""\n# no comment\na = 1\n"""',
    "table header inside": '"""\n[table]\n"""', "empty lines inside": '"""\n\n\na\n\n"""',
    "literal over lines": "'''\none\n  two\n'''", "literal on one line": "'''one'''",
    "literal keeps backslashes": "'''\na\\b \\\nc'''", "literal with quotes inside": "'''it's ''so'''",
    "literal with one quote at the end": "'''a''''", "literal with two quotes at the end": "'''a'''''",
    "empty literal over lines": "''''''", "literal with three other quotes": "'''\"\"\"'''",
    # Arrays.
    "empty array": "[]", "array": "[1, 2, 3]", "array without blanks": "[1,2,3]", "array of strings": '["a", \'b\']',
    "trailing comma": "[1, 2, ]", "mixed array": '[1, 2.5, "a", true, 2025-01-02]', "nested arrays": "[[1, 2], [3]]",
    "nested empty arrays": "[[[]]]", "array over lines": "[\n  1,\n  2\n]", "comments in an array":
    "[ # first\n  1, # one\n  # alone\n  2 # two\n  # last\n]", "brackets in array strings": '["[", "]", "a, b", "#"]',
    "array of several kinds of strings": "[\"a\", 'b', \"\"\"c\"\"\", '''d''']",
    "strings over lines in an array": '["""\none\ntwo""", \'\'\'\nthree\'\'\']',
    "three quotes in an array": '["""a"b"""]',
    "strings over lines with brackets": '[\n"""\n]\n""",\n"""\n# no comment\n"""]',
    "array of tables": "[{a = 1}, {b = 2}]",
    "array of tables over lines": "[\n  {a = 1},\n  {a = 2, b = [3]},\n]",
    "comma at the start of a line": "[1\n, 2\n,]",
    "array of booleans": "[true, false]", "array of based integers": "[0x1F, 0o17, 0b11]",
    "array of infinity": "[inf, -inf]",
    "array of dates": "[1979-05-27, 1979-05-27 07:32:00, 07:32:00]", "deep array": "[[[[[[[1]]]]]]]",
    "escapes in an array": r'["a\"b", "c\\", "\u00e9"]', "array of floats": "[1.5, 2e3, -0.5]",
    "array of empty strings": "[\"\", '']", "commas in strings": "['a,b', \"c,d\"]",
    # Inline tables.
    "empty inline table": "{}", "inline table": '{x = 1, y = "b"}', "inline table without blanks": "{x=1,y=2}",
    "dotted keys in an inline table": "{a.b = 1, a.c = 2}", "deep dotted keys in an inline table": "{a.b.c.d = 1}",
    "quoted keys in an inline table": '{"a b" = 1, \'c.d\' = 2}', "quoted dotted keys in an inline table":
    '{"a.b".c = 1, d."e f" = 2}', "inline tables in one": "{a = {b = {c = 1}}}", "array in an inline table":
    "{a = [1, {b = 2}]}", "array over lines in an inline table": "{a = [\n1,\n2]}", "inline table with date":
    "{a = 2025-01-02}", "string over lines in an inline table": '{a = """\nx\n}"""}', "braces in strings":
    '{a = "}", b = "{"}', "blanks around dots": "{ a . b = 1 }", "inline table with based integers":
    "{a = 0xff, b = 0b11, c = inf}", "key like a number in an inline table": "{1 = 2, 3.4 = 5}",
}

KEYS = {
    "bare": "key", "with an underscore": "bare_key", "with a dash": "bare-key", "number": "1234", "all dashes": "---a",
    "underscore only": "_", "dash only": "-", "upper case": "UPPER", "quoted": '"quoted key"',
    "literal": "'literal key'",
    "quoted with a dot": '"a.b"', "quoted with equals": '"a = b"', "quoted with a hash": '"a # b"', "empty": '""',
    "quoted with escapes": r'"a\"b\\c\td"', "quoted with unicode escapes": r'"\u00e9\U0001F600"',
    "quoted beyond ASCII": '"größe 港"', "literal with backslash": r"'a\b'", "literal with quotes": "'a \"b\"'",
    "quoted with brackets": '"[a]"', "quoted that ends in backslash": r'"a\\"', "dotted": "a.b",
    "deeply dotted": "a.b.c.d.e",
    "dotted with blanks": "a . b\t. c", "dotted and quoted": 'a."b.c".d', "dotted and literal": "a.'b c'",
    "all quoted": '"a"."b"', "dotted numbers": "1.2", "like a float with exponent": "1e3", "like a boolean": "true",
    "like infinity": "inf", "like a date": "2025-01-02", "quoted dot": '"."', "quoted blanks": '"  "',
    "escaped dots": r'"\u002e".x', "quoted with a quote of the other kind": '"it\'s"',
    "dotted with an escape": r'a."b\"c"',
}

HEADERS = {
    "table": "[t]\na = 1\n", "empty table": "[t]\n", "dotted": "[a.b.c]\nd = 1\n", "with blanks": "[ a . b ]\nc = 1\n",
    "quoted": '["a b"]\nc = 1\n', "quoted and dotted": 'x = 1\n[a."b.c".\'d\']\ne = 1\n',
    "with a comment": "[a] # b\nc = 1\n",
    "quoted bracket": '["a]b"]\nc = 1\n', "quoted hash": '["#"]\nc = 1\n', "escaped quote": '["a\\"]b"]\nc = 1\n',
    "number": "[1]\na = 1\n[2.3]\nb = 2\n", "parent after child": "[a.b]\nc = 1\n[a]\nd = 2\n",
    "siblings": "[a.b]\nc = 1\n[a.d]\ne = 2\n[f]\n", "dotted keys in a table": "[a]\nb.c = 1\nb.d = 2\n",
    "table of dotted keys above": "a.b = 1\n[c]\na.b = 2\n", "indented": "[a]\n  b = 1\n  [a.c]\n    d = 2\n",
    "array of tables": "[[p]]\nn = 1\n[[p]]\n[[p]]\nn = 3\n", "nested arrays of tables":
    "[[f]]\nn = 'x'\n[f.phys]\nc = 1\n[[f.v]]\nn = 'y'\n[[f.v]]\nn = 'z'\n[[f]]\nn = 'w'\n[[f.v]]\nn = 'q'\n",
    "array in a table": "[a]\nb = 1\n[[a.c]]\nd = 1\n[[a.c]]\nd = 2\n",
    "table in an element": "[[a]]\n[a.b]\nc = 1\n[a.b.d]\n",
    "array with blanks": "[[ a . b ]]\nc = 1\n", "quoted array": '[["a.b"]]\nc = 1\n',
    "empty elements": "[[a]]\n[[a]]\n",
    "inline table in a table": "[a]\nb = {c = 1, d.e = 2}\n[f]\ng = 1\n", "array of arrays of tables":
    "[[a]]\n[[a.b]]\n[[a.b.c]]\nd = 1\n[[a.b.c]]\nd = 2\n[[a.b]]\n",
    "values before tables": "x = 1\n\n[a]\ny = 2\n\n[b]\nz = 3\n",
    "table without blank lines": "a=1\n[b]\nc=2\n[d]\ne=3\n",
    "element with dotted keys": "[[a]]\nb.c = 1\nb.d = 2\n[[a]]\nb.c = 3\n",
    "empty quoted part": "[a.\"\"]\nb = 1\n", "names like values": "[true]\nfalse = true\n[inf]\nnan = 1\n",
}

DOCUMENTS = {
    "comment at the end": "a = 1 # one\nb = 'x' # two\n",
    "comments between": "# head\na = 1\n# middle\n\nb = 2\n# end\n",
    "comment right after a value": "a = 1# one\nb = \"x\"# two\nc = [1]# three\n",
    "tabs around": "\ta\t=\t1\t\nb = 2\t# c\n",
    "line ends of Windows": "a = 1\r\nb = \"\"\"\r\nx\r\ny\"\"\"\r\n[c]\r\nd = [\r\n1,\r\n2]\r\n",
    "no blanks": "a=1\nb=\"x\"\nc=[1]\nd={e=1}\n",
    "many blanks": "a     =     1\n\n\n\nb   =  2\n",
    "dotted keys out of order": "a.x = 1\nb.x = 2\na.y = 3\nb.y = 4\n",
    "keys that differ in quotes only by name": "a.b = 1\n\"a.b\" = 2\n",
    "comments of many marks": "## a\n#\n#b = 1\na = 1 ## c # d\n",
    "string before a comment with quotes": "a = \"x\" # \"y\"\nb = 'z' # it's\n",
    "array before a comment with brackets": "a = [1] # ]\nb = 2\n",
    "site":
    "base = 'https://brack.example/'\n"
    "[params]\ndescription2 = \"\"\"\nOf boats\n\"\"\"\n"
    "[params.nested]\nlist = [\"a\",\n\"b\"]\n"
    "[[menu.main]]\nname = 'Home'\nweight = 0x1\n"
    "[[menu.main]]\nname = 'About'\n",
    "package":
    "[package]\nname2 = 'brack'\nversion = \"0.1.0\"\n"
    "[dependencies]\nx = \"1\"\ny = { version = \"2\", features = [\"a\"] }\n"
    "[dependencies.z]\npath = '../z'\n"
    "[target.'cfg(unix)'.dependencies]\nw = '3'\n",
    "only comments": "# nothing\n", "only empty lines": "\n\n", "long string": 'a = "' + "x" * 5000 + '"\n',
}


def toml_cases():
    """Yields the name and the text of each document."""
    for name, value in VALUES.items():
        yield f"value: {name}", f"a = {value}\nnext = 1\n"
    for name, key in KEYS.items():
        yield f"key: {name}", f"{key} = 1\nnext = 2\n"
    for name, text in HEADERS.items():
        yield f"header: {name}", text
    for name, text in DOCUMENTS.items():
        yield f"document: {name}", text
