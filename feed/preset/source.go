package preset

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxConfig is the size of a configuration file from which on it must be some other file. The YAML library
// needs time that grows with the square of the number of keys in one map.
const maxConfig = 256 << 10

// source is the text of one configuration file, and what was found wrong with it.
type source struct {
	name     string // path, or "built-in"
	lines    []string
	problems Problems
}

// newSource splits a text into lines. A byte order mark and carriage returns before line ends are left out.
func newSource(name string, text []byte) *source {
	all := strings.TrimPrefix(string(text), "\ufeff")
	all = strings.ReplaceAll(all, "\r\n", "\n")
	return &source{name: name, lines: strings.Split(all, "\n")}
}

// text returns the whole text.
func (s *source) text() string { return strings.Join(s.lines, "\n") }

// line returns a line by its number, counting from 1; nothing for a line that is not there.
func (s *source) line(number int) string {
	if number < 1 || number > len(s.lines) {
		return ""
	}
	return s.lines[number-1]
}

// problem makes a problem with the line it is about.
func (s *source) problem(line, column int, hint, message string) Problem {
	return Problem{
		Position: Position{File: s.name, Line: line, Column: column},
		Text:     s.shownLine(line),
		Message:  message,
		Hint:     hint,
	}
}

// shownLine is a line of the file without passwords that it has written out, and as long as before: a caret points into it.
func (s *source) shownLine(number int) string {
	return written.ReplaceAllStringFunc(s.line(number), func(address string) string {
		scheme, user, _ := strings.Cut(address, "://")
		return scheme + "://" + strings.Repeat("•", utf8.RuneCountInString(user)-1) + "@"
	})
}

// report takes a problem down.
func (s *source) report(line, column int, hint, format string, args ...any) {
	s.problems = append(s.problems, s.problem(line, column, hint, fmt.Sprintf(format, args...)))
}

// readable reports whether the text can be given to the YAML library at all, and takes down why not:
// what is no text, or is more than a configuration.
func (s *source) readable() bool {
	size := 0
	for i, line := range s.lines {
		size += len(line) + 1
		if size > maxConfig {
			s.report(i+1, 1, "is it the right file?", "a configuration file has %d KiB at most", maxConfig>>10)
			return false
		}
		column := 0
		for at, r := range line {
			column++
			if r == utf8.RuneError && !strings.HasPrefix(line[at:], "\ufffd") {
				s.report(i+1, column, "save the file as UTF-8", "this byte is not UTF-8")
				return false
			}
			// YAML 1.2, section 5.1, lists the characters that may stand in a file.
			if r < ' ' && r != '\t' || r == 0x7f || 0x80 <= r && r < 0xa0 && r != 0x85 {
				s.report(i+1, column, `write it as an escape in double quotes, like "\x1e"`, "a control character (%U) cannot stand in YAML", r)
				return false
			}
		}
	}
	return true
}
