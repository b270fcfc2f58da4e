package lang

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Path is a place in a message, as in `result.symbol`, `-2` or `$.-1`.
type Path struct {
	Root  bool // starts at the whole message (`$.` or `$`), not at the record
	Steps []Step
	src   string
}

// Step is one name or index of a [Path].
type Step struct {
	Name    string // as written, unescaped; the key in an object, also when it reads like a number
	Index   int    // the index in a list; negative counts from the end
	IsIndex bool   // Index is valid
	Any     bool   // `*`: every element or value (only inside `each`)
}

// String returns the path as the preset wrote it.
func (p Path) String() string { return p.src }

// FansOut reports whether the path has a `*`, and may so lead to more than one place.
func (p Path) FansOut() bool {
	for _, s := range p.Steps {
		if s.Any {
			return true
		}
	}
	return false
}

// ParsePath reads a path: names and indexes with dots between them, `\.` and `\\` for a dot and a
// backslash inside a name. The error says what is wrong and where in src.
func ParsePath(src string) (Path, error) {
	p := Path{src: src}
	if src == "" {
		return Path{}, errors.New("an empty path leads nowhere: `$` is the whole message")
	}
	rest := src
	if src == "$" || strings.HasPrefix(src, "$.") {
		p.Root = true
		if src == "$" {
			return p, nil
		}
		rest = src[2:]
	}
	for {
		step, tail, more, err := parseStep(rest)
		if err != nil {
			return Path{}, fmt.Errorf("the path `%s` %w", src, err)
		}
		p.Steps = append(p.Steps, step)
		if !more {
			return p, nil
		}
		rest = tail
	}
}

// parseStep reads one step; more says that a dot and tail come after it.
func parseStep(rest string) (step Step, tail string, more bool, err error) {
	var name strings.Builder
	end, escaped := 0, false
	for ; end < len(rest) && rest[end] != '.'; end++ {
		if rest[end] == '\\' {
			end++
			if end == len(rest) || rest[end] != '.' && rest[end] != '\\' {
				return Step{}, "", false, errors.New("has a `\\` that escapes nothing: only `\\.` and `\\\\` are known")
			}
			escaped = true
		}
		name.WriteByte(rest[end])
	}
	step.Name = name.String()
	if step.Name == "" {
		return Step{}, "", false, errors.New("has an empty step: put a name, an index or `*` between two dots")
	}
	if !escaped {
		step.Any = step.Name == "*"
		step.Index, step.IsIndex = ParseIndex(step.Name)
	}
	if end < len(rest) {
		return step, rest[end+1:], true, nil
	}
	return step, "", false, nil
}

// ParseIndex reads a list index in its only spelling: `007` and `-0` are names.
func ParseIndex(s string) (int, bool) {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || strconv.FormatInt(n, 10) != s {
		return 0, false
	}
	return int(n), true
}
