package logview

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"

	"sockeye/widgets/draw"
)

// A pattern is a regular expression with smart case: it tells upper from lower
// case if it has an upper-case letter.
type pattern struct {
	text string // as it was typed
	re   *regexp.Regexp
	// literals are what re stands for if it is no more than a choice of ASCII
	// texts, as most are: to search for those is many times faster. With fold
	// they are in lower case and case does not count.
	literals [][]byte
	fold     bool
}

// compile reads an expression. The error says what is wrong with it.
func compile(text string) (*pattern, error) {
	if text == "" {
		return nil, errors.New("there is no expression: type one")
	}
	expression := text
	if !hasUpper(text) {
		expression = "(?i)" + text
	}
	re, err := regexp.Compile(expression)
	if err != nil {
		var fault *syntax.Error
		if errors.As(err, &fault) {
			return nil, fmt.Errorf(`%s at "%s" in "%s": correct it, or put \ before what is meant as it stands`,
				fault.Code, draw.Text(fault.Expr, 40), draw.Text(text, 40))
		}
		return nil, err
	}
	p := &pattern{text: text, re: re}
	if tree, err := syntax.Parse(expression, syntax.Perl); err == nil {
		p.literals, p.fold = literals(tree)
	}
	return p, nil
}

// hasUpper reports whether there is an upper-case letter in an expression, apart
// from those of its escapes: \S, \pL, \x{2F}.
func hasUpper(text string) bool {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		switch {
		case unicode.IsUpper(r):
			return true
		case r == '\\' && i < len(text):
			i += escape(text[i:])
		}
	}
	return false
}

// escape is the length of an escape without its backslash.
func escape(text string) int {
	_, n := utf8.DecodeRuneInString(text)
	switch text[0] {
	case 'p', 'P', 'x':
	default:
		return n
	}
	if rest := text[n:]; strings.HasPrefix(rest, "{") {
		return n + strings.IndexByte(rest+"}", '}') + 1
	}
	return n + 1
}

// literals returns the texts one of which the expression stands for, if that is
// all there is to it and they are ASCII.
func literals(tree *syntax.Regexp) (texts [][]byte, fold bool) {
	for tree.Op == syntax.OpCapture {
		tree = tree.Sub[0]
	}
	choice := []*syntax.Regexp{tree}
	if tree.Op == syntax.OpAlternate {
		choice = tree.Sub
	}
	fold = choice[0].Flags&syntax.FoldCase != 0
	for _, one := range choice {
		if one.Op != syntax.OpLiteral || one.Flags&syntax.FoldCase != 0 != fold {
			return nil, false
		}
		text := string(one.Rune)
		for _, r := range one.Rune {
			if r >= utf8.RuneSelf {
				return nil, false
			}
		}
		if fold {
			text = strings.ToLower(text)
		}
		texts = append(texts, []byte(text))
	}
	return texts, fold
}

// match reports whether the pattern is anywhere in a line.
func (p *pattern) match(l *line) bool {
	text := l.text
	switch {
	case p.literals == nil:
		return p.re.Match(text)
	case p.fold:
		var ok bool
		// Beyond ASCII there are letters that fold into it, such as the sign of
		// the kelvin: that is for the expression.
		if text, ok = l.lower(); !ok {
			return p.re.Match(l.text)
		}
	}
	for _, literal := range p.literals {
		if bytes.Contains(text, literal) {
			return true
		}
	}
	return false
}
