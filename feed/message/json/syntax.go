package json

import (
	"bytes"
	"regexp"
	"strconv"
	"unicode/utf8"
)

// scalar is what can stand for a value beside texts, objects and lists. NaN and the infinities are no JSON, and some
// feeds write them in otherwise good JSON.
var scalar = regexp.MustCompile(`^(?:true|false|null|NaN|-?Infinity|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)$`)

// Complaint says in words where a text stops to be JSON, for example "unexpected , at byte 21", the first byte being 1. It
// returns "" for JSON.
func Complaint(text []byte) string {
	unexpected := func(i int) string {
		if i >= len(text) {
			return "it ends too early, after byte " + strconv.Itoa(len(text))
		}
		r, _ := utf8.DecodeRune(text[i:])
		what := string(r)
		switch {
		case r == utf8.RuneError:
			what = strconv.QuoteToASCII(string(text[i : i+1]))
		case r == 0xfeff: // RFC 8259, section 8.1, has none; some editors and servers write one
			what = "byte order mark"
		case !strconv.IsPrint(r): // such as a no-break space
			what = strconv.QuoteToASCII(what)
		}
		return "unexpected " + what + " at byte " + strconv.Itoa(i+1)
	}
	var open []byte // what closes the containers that we are in
	i := skipBlank(text, 0)
	for {
		if n := len(open); n > 0 && open[n-1] == '}' { // `"name":` comes before the value
			end := textEnd(text, i)
			if end < 0 {
				return unexpected(-end - 1)
			}
			if i = skipBlank(text, end); i >= len(text) || text[i] != ':' {
				return unexpected(i)
			}
			i = skipBlank(text, i+1)
		}
		switch {
		case i >= len(text):
			return unexpected(i)
		case text[i] == '"':
			end := textEnd(text, i)
			if end < 0 {
				return unexpected(-end - 1)
			}
			i = end
		case text[i] == '{' || text[i] == '[':
			closing := text[i] + 2 // '{' and '}', '[' and ']' are two apart
			if i = skipBlank(text, i+1); i >= len(text) || text[i] != closing {
				open = append(open, closing)
				continue
			}
			i++
		default:
			end := i
			for end < len(text) && isScalarByte(text[end]) {
				end++
			}
			if !scalar.Match(text[i:end]) {
				return unexpected(i)
			}
			i = end
		}
		for { // a value has ended
			i = skipBlank(text, i)
			n := len(open)
			if n == 0 {
				if i < len(text) {
					return "something follows after its end, at byte " + strconv.Itoa(i+1)
				}
				return ""
			}
			if i < len(text) && text[i] == ',' {
				i = skipBlank(text, i+1)
				break
			}
			if i >= len(text) || text[i] != open[n-1] {
				return unexpected(i)
			}
			open = open[:n-1]
			i++
		}
	}
}

func isScalarByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'
}

func skipBlank(text []byte, i int) int {
	for i < len(text) && bytes.IndexByte([]byte(" \t\r\n"), text[i]) >= 0 {
		i++
	}
	return i
}

// textEnd returns where the text in quotes ends that begins at i; -1-n if byte n cannot stand there.
func textEnd(text []byte, i int) int {
	if i >= len(text) || text[i] != '"' {
		return -1 - i
	}
	for i++; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return -1 - i
		case c == '\\':
			i++
			switch {
			case i >= len(text):
				return -1 - i
			case text[i] == 'u':
				for range 4 {
					if i++; i >= len(text) || !isHex(text[i]) {
						return -1 - i
					}
				}
			case bytes.IndexByte([]byte(`"\/bfnrt`), text[i]) < 0:
				return -1 - i
			}
		}
	}
	return -1 - i
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }
