package logview

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"

	"sockeye/widgets/text"
)

// A pattern is a regular expression with smart case: upper and lower case differ
// if it has an upper-case letter.
type pattern struct {
	text string // as it was typed
	re   *regexp.Regexp
	// literals are what re stands for if it is no more than a choice of ASCII
	// texts, as most are: to search for those is many times faster. With fold
	// they are in lower case and case does not count.
	literals [][]byte
	fold     bool
	steps    int // instructions of re: what a byte costs in the worst case is in proportion to them
	// inner are re for a part of a line: by whether what is before and what is after belongs to the line too, and ^ and $
	// match there no more.
	inner [2][2]*regexp.Regexp
}

// compile reads an expression. The error says what is wrong with it.
func compile(content string) (*pattern, error) {
	if content == "" {
		return nil, errors.New("there is no expression: type one")
	}
	expression := content
	if !hasUpper(content) {
		expression = "(?i)" + content
	}
	re, err := regexp.Compile(expression)
	if err != nil {
		var fault *syntax.Error
		if errors.As(err, &fault) {
			return nil, fmt.Errorf(`%s at "%s" in "%s": correct it, or put \ before what is meant as it stands`,
				fault.Code, text.Text(fault.Expr, 40), text.Text(content, 40))
		}
		return nil, err
	}
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return nil, err
	}
	p := &pattern{text: content, re: re}
	p.literals, p.fold = literals(tree)
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil, err
	}
	if p.steps = len(program.Inst); p.steps > maxSteps {
		return nil, fmt.Errorf(`"%s" is too large: %d steps, %d at most; make the repetitions {...} in it smaller, or the choice shorter`,
			text.Text(content, 40), p.steps, maxSteps)
	}
	return p, p.compileInner(expression)
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
