package lang

import (
	"encoding/json"
	"math/big"
	"strings"
)

// PlainKind resolves a scalar that stands without quotes, and returns its text (see [Value.Text]).
func PlainKind(text string) (Kind, string) {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return Null, ""
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool, strings.ToLower(text)
	}
	if _, ok := decimal(text); ok {
		return Number, text
	}
	return String, text
}

// decimal returns a YAML number as JSON writes it: unchanged if that is possible, so that `1.10` and
// integers of any length keep their digits. It reads YAML 1.2's integers and floats, and from YAML 1.1
// `0b11` and underscores between digits.
func decimal(text string) (string, bool) {
	digits, negative := strings.CutPrefix(text, "-")
	if !negative {
		digits = strings.TrimPrefix(digits, "+")
	}
	if digits == "" || !IsDigit(digits[0]) && digits[0] != '.' {
		return "", false
	}
	if strings.Contains(digits, "_") {
		var ok bool
		if digits, ok = withoutUnderscores(digits); !ok {
			return "", false
		}
	}
	if len(digits) > 2 && digits[0] == '0' {
		if base := map[byte]int{'x': 16, 'o': 8, 'b': 2}[digits[1]]; base != 0 {
			// SetString would read another sign after the prefix.
			if digits[2] == '+' || digits[2] == '-' {
				return "", false
			}
			n, ok := new(big.Int).SetString(digits[2:], base)
			if !ok {
				return "", false
			}
			return sign(negative, n.String()), true
		}
	}
	return jsonNumber(negative, digits)
}

// jsonNumber rewrites decimal digits, with or without a point and an exponent, for JSON (RFC 8259,
// section 6): no leading zeros, a digit on both sides of the point.
func jsonNumber(negative bool, digits string) (string, bool) {
	whole := strings.TrimLeft(digits, "0")
	if whole == "" || !IsDigit(whole[0]) {
		whole = "0" + whole
	}
	if before, after, ok := strings.Cut(whole, "."); ok && IsDigit(digits[0]) && (after == "" || after[0]|0x20 == 'e') {
		whole = before + after // a point without digits behind it
	}
	if strings.ContainsAny(whole, " \t\r\n") || !json.Valid([]byte(whole)) {
		return "", false
	}
	return sign(negative, whole), true
}

func sign(negative bool, digits string) string {
	if negative {
		return "-" + digits
	}
	return digits
}

// withoutUnderscores removes the underscores, each of which must stand between two digits.
func withoutUnderscores(s string) (string, bool) {
	for i := range len(s) {
		if s[i] == '_' && (i == 0 || i == len(s)-1 || !isHexDigit(s[i-1]) || !isHexDigit(s[i+1])) {
			return "", false
		}
	}
	return strings.ReplaceAll(s, "_", ""), true
}

// IsDigit reports whether a byte is a decimal digit of ASCII.
func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHexDigit(c byte) bool {
	return IsDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
