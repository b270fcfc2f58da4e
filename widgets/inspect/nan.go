package inspect

import "bytes"

// withoutNaN returns a message in which NaN, Infinity and -Infinity, which are no JSON but come from some servers in otherwise
// good JSON, are numbers of the same length; nil if there are none. What is shown is the message itself.
func withoutNaN(raw []byte) []byte {
	var out []byte
	inString := false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString, c != 'N' && c != 'I':
		default:
			number := ""
			switch {
			case bytes.HasPrefix(raw[i:], []byte("NaN")):
				number = "0.0"
			case bytes.HasPrefix(raw[i:], []byte("Infinity")):
				number = "0.000000"
			default:
				continue
			}
			if out == nil {
				out = bytes.Clone(raw)
			}
			copy(out[i:], number)
		}
	}
	return out
}
