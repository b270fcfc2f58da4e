//go:build unix

package journey

import "strings"

// hostileText is text that a terminal would interpret, or that would be drawn in other places than the program
// assumes. All of it has the word "owned", to be found by.
type hostileText struct {
	name, text string
}

// corpus is what a feed can send to hurt a terminal. Sequences are those of ECMA-48 and of xterm's ctlseqs document, each
// introduced by ESC, by a C1 byte, and by the same in UTF-8, if it has these forms.
var corpus = []hostileText{
	{"SGR", "\x1b[5;8mowned\x1b[0m"},
	{"SGR by a C1 byte", "\x9b5;8mowned"},
	{"SGR by a C1 character", "\u009b5;8mowned"},
	{"clear", "\x1b[2J\x1b[3J\x1b[H\x1bcowned"},
	{"cursor", "\x1b[1;1H\x1b[99Bowned\x1b7\x1b8\x1bM\x1bD\x1b[99L\x1b[99M"},
	{"scroll region", "\x1b[3;5rowned\x1b[5S\x1b[5T\x1b[?6h"},
	{"other screen", "\x1b[?1049lowned\x1b[?47h"},
	{"no wrapping", "\x1b[?7lowned"},
	{"no cursor", "\x1b[?25howned\x1b[?25l\x1b[5 q"},
	{"mouse", "\x1b[?1003h\x1b[?1006howned"},
	{"synchronized", "\x1b[?2026howned"},
	{"questions", "\x1b[6n\x1b[c\x1b[>q\x1b[?1$p\x1b[21t\x05owned"},
	{"keyboard", "\x1b[>31u\x1b[=5;1uowned\x1b[>4;2m"},
	{"charset", "\x1b(0\x0eowned\x0f\x1b%@"},
	{"OSC 0, ended by BEL", "\x1b]0;owned\a"},
	{"OSC 2, ended by ST", "\x1b]2;owned\x1b\\"},
	{"OSC 2 by C1 bytes", "\x9d2;owned\x9c"},
	{"OSC 2 by C1 characters", "\u009d2;owned\u009c"},
	{"OSC without an end", "\x1b]2;owned"},
	{"palette", "\x1b]4;1;#000000\aowned\x1b]11;#ff0000\a\x1b]104\a"},
	{"link", "\x1b]8;;http://example.org/\aowned\x1b]8;;\a"},
	{"clipboard", "\x1b]52;c;b3duZWQ=\aowned"},
	{"clipboard asked for", "\x1b]52;c;?\aowned"},
	{"notifications", "\x1b]9;owned\a\x1b]777;notify;owned;owned\a\x1b]99;;owned\x1b\\"},
	{"title asked for", "\x1b]l\x1b\\\x1b[22;0t\x1b[23;0towned"},
	{"DCS", "\x1bP$q\"p\x1b\\owned\x1bP+q544e\x1b\\\x1bPq#0;2;0;0;0#0~~\x1b\\"},
	{"DCS by C1", "\x90$qm\x9cowned\u0090$qm\u009c"},
	{"APC, PM and SOS", "\x1b_Gi=31,s=1,v=1,a=q;AAAA\x1b\\owned\x1b^owned\x1b\\\x1bXowned\x1b\\"},
	{"APC, PM and SOS by C1", "\x9fowned\x9c\x9eowned\x9c\x98owned\x9c\u009fowned\u009c\u009eowned\u009c"},
	{"cut off", "owned\x1b[\x1b"},
	{"cut off in a parameter", "owned\x1b[38;2;\x1b"},
	{"carriage return", "a line\rowned"},
	{"backspaces", "abcd\b\b\b\bowned"},
	{"tabs", "a\towned\tb\t"},
	{"lines", "a\nowned\r\nb\vc\fd\u0085e\u2028f\u2029g"},
	{"bell and NUL", "\a\x00owned\x00\a"},
	{"DEL and the rest of C0", "\x01\x02\x03\x04\x06\x10\x11\x13\x16\x17\x18\x19\x1a\x1c\x1d\x1e\x1f\x7fowned"},
	{"C1 without parameters", "\u0084\u0085\u0088\u008d\u0096\u0097\u0099\u009aowned"},
	{"bidi", "\u202eowned\u202c\u2066abc\u2069\u200e\u200f\u061c"},
	{"right to left", "שלום owned مرحبا"},
	{"zero width", "o\u200bw\u200cn\u200de\u2060d owned\ufeff\u00ad\u034f\u115f\u3164"},
	{"combining marks", "owned" + strings.Repeat("\u0300\u0316", 40) + "x"},
	{"a mark at the start", "\u0301\u20ddowned"},
	{"tags", "owned" + "\U000e0001\U000e006f\U000e0077\U000e007f"},
	{"invalid UTF-8", "\xff\xfe\xc0\xaf\xe2\x82 owned \xed\xa0\x80\xf5\x80\x80\x80\x80"},
	{"wide", "日本語 owned 한국어 ＡＢＣ"},
	{"ambiguous", "±×÷°§…—“owned”ΩЯ①℃♠★"},
	{"emoji", "😀👍owned🚀🀄"},
	{"joined emoji", "👩‍👩‍👧‍👦owned🏳️‍🌈👩🏽‍🚀"},
	{"skin tones and flags", "👍🏽owned🇩🇪🇫🇷🇩"},
	{"variation selectors", "❤\ufe0fowned❤\ufe0e1\ufe0f\u20e3☺\ufe0f#\ufe0f\u20e3"},
	{"Indic and Thai", "क्षिowned นี้ ကြီး"},
	{"conjoining Jamo", "\u1100\u1161\u11a8owned\u1100\u1100"},
	{"private and unassigned", "\ue000\U000f0000owned\U0010ffff\u0378"},
	{"ligatures", "ﷺowned𒐫⸻"},
}

// asJSON returns a text as a JSON string: what JSON does not allow is escaped, and all else stands there as it is,
// whether it is UTF-8 or not.
func asJSON(text string) string {
	const digits = "0123456789abcdef"
	b := []byte{'"'}
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}
