package yamldoc

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// maxWord is the length from which on a word is no typing error any more; the distance of two words
// costs the product of their lengths.
const maxWord = 64

// Nearest returns the one of words that was most likely meant by word: the one with the fewest
// letters to change, two letters in the wrong order counting as one, or the one that word begins. ok is
// false if none is near enough. Case and the difference between `-`, `_` and a space do not count.
func Nearest(word string, words []string) (nearest string, ok bool) {
	folded := fold(word)
	length := utf8.RuneCountInString(folded)
	if length == 0 || length > maxWord {
		return "", false
	}
	// The first distance that is too far: a third of the letters, and never all of them.
	best := min(max(1, min(length/3, 3))+1, length)
	for _, w := range words {
		if d := distance(folded, fold(w)); d < best {
			nearest, best, ok = w, d, true
		}
	}
	if ok || length < 3 {
		return nearest, ok
	}
	for _, w := range words {
		if f := fold(w); strings.HasPrefix(f, folded) || len(f) >= 3 && strings.HasPrefix(folded, f) {
			return w, true
		}
	}
	return "", false
}

// Hint proposes the one of words that is nearest to a word that is not known; where none is near enough, it is the other text.
func Hint(word string, words []string, otherwise string) string {
	if near, ok := Nearest(word, words); ok {
		return "did you mean `" + near + "`?"
	}
	return otherwise
}

func fold(word string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return '_'
		}
		return r
	}, strings.ToLower(word))
}

// distance is the number of letters to change, where a swap of two neighbours is one change.
func distance(a, b string) int {
	d := levenshtein.ComputeDistance(a, b)
	if d == 2 && swapped([]rune(a), []rune(b)) {
		return 1
	}
	return d
}

// swapped reports whether a becomes b when two neighbouring letters change places.
func swapped(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i+1 >= len(a) || a[i] != b[i+1] || a[i+1] != b[i] {
		return false
	}
	return string(a[i+2:]) == string(b[i+2:])
}
