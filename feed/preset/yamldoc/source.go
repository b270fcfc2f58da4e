package yamldoc

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxConfig is the size of a configuration file from which on it must be some other file. The YAML library
// needs time that grows with the square of the number of keys in one map.
const maxConfig = 256 << 10

// Source is the text of one configuration file, and what was found wrong with it.
type Source struct {
	Name     string   // path, or [BuiltIn]
	Problems Problems // in the order in which they were found
	lines    []string
}

// NewSource splits a text into lines. A byte order mark and carriage returns before line ends are left out.
func NewSource(name string, text []byte) *Source {
	all := strings.TrimPrefix(string(text), "\ufeff")
	all = strings.ReplaceAll(all, "\r\n", "\n")
	return &Source{Name: name, lines: strings.Split(all, "\n")}
}

// text returns the whole text.
func (s *Source) text() string { return strings.Join(s.lines, "\n") }

// Line returns a line by its number, counting from 1; nothing for a line that is not there.
func (s *Source) Line(number int) string {
	if number < 1 || number > len(s.lines) {
		return ""
	}
	return s.lines[number-1]
}

// Problem makes a problem with the line it is about.
func (s *Source) Problem(line, column int, hint, message string) Problem {
	return Problem{
		Position: Position{File: s.Name, Line: line, Column: column},
		Text:     s.shownLine(line),
		Message:  message,
		Hint:     hint,
	}
}

// Report adds a problem. The message holds no secret.
func (s *Source) Report(line, column int, hint, format string, args ...any) {
	s.Problems = append(s.Problems, s.Problem(line, column, hint, fmt.Sprintf(format, args...)))
}

// readable reports whether the text can be given to the YAML library at all, and reports why not:
// what is no text, or is more than a configuration.
func (s *Source) readable() bool {
	size := 0
	for i, line := range s.lines {
		size += len(line) + 1
		if size > maxConfig {
			s.Report(i+1, 1, "is it the right file?", "a configuration file has %d KiB at most", maxConfig>>10)
			return false
		}
		column := 0
		for at, r := range line {
			column++
			if r == utf8.RuneError && !strings.HasPrefix(line[at:], "\ufffd") {
				s.Report(i+1, column, "save the file as UTF-8", "this byte is not UTF-8")
				return false
			}
			// YAML 1.2, section 5.1, lists the characters that may stand in a file.
			if r < ' ' && r != '\t' || r == 0x7f || 0x80 <= r && r < 0xa0 && r != 0x85 {
				s.Report(i+1, column, `write it as an escape in double quotes, like "\x1e"`, "a control character (%U) cannot stand in YAML", r)
				return false
			}
		}
	}
	return true
}

// Find returns where part stands in the text n, or where n begins if its text is written in
// another way than it reads.
func (s *Source) Find(n *Node, part string) (line, column int) {
	text := s.Line(n.Line)
	start := 0
	for range n.Column - 1 {
		_, size := utf8.DecodeRuneInString(text[start:])
		start += size
	}
	at := strings.Index(text[start:], part)
	if at < 0 {
		return n.Line, n.Column
	}
	return n.Line, n.Column + utf8.RuneCountInString(text[start:start+at])
}
