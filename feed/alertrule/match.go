package alertrule

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"sockeye/feed/preset/lang"
)

// match reads an expression, and options where slashes say where it ends.
func (p *parser) match() (*Rule, error) {
	a := &Rule{Kind: Match}
	rest := strings.TrimSpace(p.text[p.pos:])
	at := p.pos + strings.Index(p.text[p.pos:], rest)
	if rest == "" {
		return nil, p.fail(len(p.text), "as in `match /error|halt/ bell`", "the regular expression is missing")
	}
	a.Expr, p.pos = rest, len(p.text)
	if rest[0] == '/' {
		end := strings.LastIndexByte(rest, '/') // no option has one
		if end == 0 {
			return nil, p.fail(at, "add a `/`; one that begins with a slash of its own is like `match //api/`", "this regular expression does not end")
		}
		a.Expr, p.pos = rest[1:end], at+end+1
	}
	if a.Expr == "" {
		return nil, p.fail(at, "as in `match /error|halt/ bell`", "the regular expression is empty")
	}
	if _, err := lang.ParseRegexp(a.Expr); err != nil {
		return nil, p.fail(at, "", "%v", err)
	}
	expr := a.Expr
	if !hasUpper(expr) {
		expr = "(?i)" + expr
	}
	var err error
	if a.Regexp, err = regexp.Compile(expr); err != nil {
		return nil, p.fail(at, "make it simpler", "this is no regular expression: %v", err)
	}
	return p.options(a)
}

// hasUpper reports whether a regular expression has an upper-case letter that stands for itself, and not one such
// as in \S, \pL or \x{2F}.
func hasUpper(expr string) bool {
	for len(expr) > 0 {
		r, size := utf8.DecodeRuneInString(expr)
		expr = expr[size:]
		if unicode.IsUpper(r) {
			return true
		}
		if r != '\\' || expr == "" {
			continue
		}
		r, size = utf8.DecodeRuneInString(expr)
		expr = expr[size:]
		if r == 'p' || r == 'P' || r == 'x' {
			if _, after, braces := strings.Cut(expr, "}"); braces && expr[0] == '{' {
				expr = after
			} else if expr != "" {
				_, size = utf8.DecodeRuneInString(expr)
				expr = expr[size:]
			}
		}
	}
	return false
}
