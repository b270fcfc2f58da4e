package lang

import "strings"

// String returns a match as a preset has it, in one line, with its placeholders.
func (m Match) String() string {
	alternatives := make([]string, len(m))
	for i, p := range m {
		alternatives[i] = p.String()
	}
	return strings.Join(alternatives, " or ")
}

// String returns a pattern as a preset has it.
func (p Pattern) String() string {
	if p.Raw != nil {
		return p.Raw.String()
	}
	conds := make([]string, len(p.Conds))
	for i, c := range p.Conds {
		conds[i] = c.Path.String() + ": " + c.Want.String()
	}
	return "{" + strings.Join(conds, ", ") + "}"
}

// String returns what is expected as a preset has it.
func (e Expect) String() string {
	switch e.how {
	case wantAbsent:
		return "null"
	case wantPresent:
		return `"*"`
	case wantText:
		return string(e.text)
	case wantPrefix:
		return "/^" + string(e.text) + "/"
	case wantRegexp:
		return "/" + e.re.String() + "/"
	case wantTemplate:
		return e.value.String()
	}
	list := make([]string, len(e.anyOf))
	for i, one := range e.anyOf {
		list[i] = one.String()
	}
	return "[" + strings.Join(list, ", ") + "]"
}
