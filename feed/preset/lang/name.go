package lang

// IsName reports whether s can be the name of an environment variable or a param.
func IsName(s string) bool {
	for i, c := range []byte(s) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || !IsDigit(c)) {
			return false
		}
	}
	return s != ""
}
