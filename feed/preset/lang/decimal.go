package lang

// longestDecimal bounds what IsDecimal reports on, in bytes: whatever number it is, a float64 has a place for it.
const longestDecimal = 300

// IsDecimal reports whether a text is what nearly every number of a feed is: one that stands in JSON as it is (RFC 8259, section 6),
// without an exponent and of some hundred digits at most. ParseNumber reads it too, which takes longer (BenchmarkParseNumber).
func IsDecimal(text []byte) bool {
	i := 0
	if len(text) > 0 && text[0] == '-' {
		i = 1
	}
	begin := i
	for i < len(text) && text[i]-'0' <= 9 {
		i++
	}
	switch whole := i - begin; {
	case whole == 0, whole > 1 && text[begin] == '0', len(text) > longestDecimal:
		return false
	case i == len(text):
		return true
	case text[i] != '.' || i+1 == len(text):
		return false
	}
	for i++; i < len(text); i++ {
		if text[i]-'0' > 9 {
			return false
		}
	}
	return true
}
