package lang

import "unicode/utf8"

// IsLike reports whether a label is like a wildcard. Where something does not fit, only the last `*` before it has to stand
// for more: the work is at most the product of the two lengths. A search that tries all `*` (github.com/tidwall/match) needed
// 280 µs for one label of 200 bytes, which comes from the network, as do 65,536 of them in a message.
func IsLike(label, wildcard string) bool {
	star, end := -1, 0 // where the last `*` is, and where the text ends that it stands for
	i, j := 0, 0
	for i < len(label) {
		next, fits := fit(wildcard[j:], label[i:])
		switch {
		case j < len(wildcard) && wildcard[j] == '*':
			star, end = j, i
			j++
		case fits > 0:
			i, j = i+fits, j+next
		case star >= 0:
			_, n := utf8.DecodeRuneInString(label[end:])
			end += n
			i, j = end, star+1
		default:
			return false
		}
	}
	for j < len(wildcard) && wildcard[j] == '*' {
		j++
	}
	return j == len(wildcard)
}

// fit compares the beginning of a wildcard, which is no `*`, with that of a label that is not empty, and returns how many
// bytes of both fit; 0 and 0 where they do not.
func fit(wildcard, label string) (next, fits int) {
	switch {
	case wildcard == "":
		return 0, 0
	case wildcard[0] == '?':
		_, n := utf8.DecodeRuneInString(label)
		return 1, n
	case wildcard[0] == '\\' && len(wildcard) > 1:
		if wildcard[1] == label[0] {
			return 2, 1
		}
	case wildcard[0] == label[0]:
		return 1, 1
	}
	return 0, 0
}
