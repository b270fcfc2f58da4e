package alertrule

import (
	"regexp"
	"strings"

	"sockeye/feed/pattern"
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
	var err error
	if a.Regexp, err = regexp.Compile(pattern.SmartCase(a.Expr)); err != nil {
		return nil, p.fail(at, "make it simpler", "this is no regular expression: %v", err)
	}
	return p.options(a)
}
