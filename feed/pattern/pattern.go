// Package pattern is regular expressions with smart case, made ready for many texts, and what they find in a text.
//
// An expression that is no more than a choice of ASCII texts, as most are, is searched for as such, which takes a fraction of
// the time. What one expression may cost for one text is bounded: see [Pattern.Limit]. The package imports the standard
// library alone, so that the feed's alerts and the log's search share it.
package pattern

import (
	"bytes"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// What a pattern scans is bounded, so that no expression and no message delays whoever waits for it: an expression takes 5
// to 7 ns a byte for each of its steps in the worst case (BenchmarkWorstPattern), which is 23 s for 3 MiB and 1,000 steps.
const (
	// MaxText is how many bytes of a text are scanned, at the most.
	MaxText = 256 << 10
	// MaxSteps is how large an expression may be, in instructions of its program.
	MaxSteps = 400

	stepCost = 7          // ns for each byte and step, in the worst case
	baseCost = 5          // ns for each byte
	textCost = 16_000_000 // ns for one text
)

// Pattern is a regular expression made ready. It may be used from any goroutine.
type Pattern struct {
	expr string // as it was typed
	re   *regexp.Regexp
	// literals are what re stands for if it is a choice of ASCII texts and nothing else. With fold they are in lower case,
	// and case does not count.
	literals [][]byte
	fold     bool
	steps    int // instructions of re: what a byte costs in the worst case is in proportion to them

	// inner are re for a part of a text: by whether the text goes on before and after it, where ^ and $ then do not match.
	inner     [2][2]*regexp.Regexp
	makeInner sync.Once
}

// TooLarge is the error of an expression of more than [MaxSteps].
type TooLarge struct{ Steps int }

// Error says how large the expression is.
func (e *TooLarge) Error() string { return fmt.Sprintf("%d steps, %d at most", e.Steps, MaxSteps) }

// Compile reads an expression with smart case, see [SmartCase]. The error is a [syntax.Error] or [TooLarge].
func Compile(expr string) (*Pattern, error) { return CompileAs(expr, expr) }

// CompileAs is Compile for an expression that stands for what was typed, which is what the pattern is called.
func CompileAs(typed, expr string) (*Pattern, error) {
	re, err := regexp.Compile(SmartCase(expr))
	if err != nil {
		return nil, err
	}
	p := New(re)
	p.expr = typed
	if p.steps > MaxSteps {
		return nil, &TooLarge{p.steps}
	}
	return p, nil
}

// New makes an expression ready as it is, of whatever size.
func New(re *regexp.Regexp) *Pattern {
	p := &Pattern{expr: re.String(), re: re}
	tree := p.parse()
	p.literals, p.fold = literals(tree)
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		panic(err) // it has been compiled before
	}
	p.steps = len(program.Inst)
	return p
}

// parse returns the tree of the expression.
func (p *Pattern) parse() *syntax.Regexp {
	tree, err := syntax.Parse(p.re.String(), syntax.Perl)
	if err != nil {
		panic(err) // it has been parsed before
	}
	return tree
}

// String returns the expression as it was typed.
func (p *Pattern) String() string { return p.expr }

// Literal reports whether the expression is a choice of texts, which cost next to nothing.
func (p *Pattern) Literal() bool { return p.literals != nil }

// ByteCost returns what a byte costs in the worst case, in ns, where the expression is not [Pattern.Literal].
func (p *Pattern) ByteCost() int { return baseCost + stepCost*p.steps }

// Limit returns how many bytes of a text are scanned, at most, where the expression is not [Pattern.Literal].
func (p *Pattern) Limit() int { return min(MaxText, textCost/p.ByteCost()) }

// Match reports whether the pattern is in a text, and how many bytes of it were scanned.
func (p *Pattern) Match(t *Text) (found bool, scanned int) {
	text, ok := p.plain(t)
	if !ok {
		text = t.bytes[:min(len(t.bytes), p.Limit())]
		return p.re.Match(text), len(text)
	}
	for _, literal := range p.literals {
		if bytes.Contains(text, literal) {
			return true, len(text)
		}
	}
	return false, len(text)
}

// plain returns the text in which the literals are searched; false if there are none, or it is for re.
func (p *Pattern) plain(t *Text) (text []byte, ok bool) {
	switch {
	case p.literals == nil:
		return nil, false
	case p.fold:
		// Beyond ASCII there are letters that fold into it, such as the sign of the kelvin: that is for the expression.
		return t.lower()
	}
	return t.bytes, true
}

// Text is a text for patterns to be matched with. The zero Text is empty.
type Text struct {
	bytes  []byte
	folded []byte // in lower case, once that was asked for
	ascii  bool
	asked  bool
}

// Set sets the text, which must not change until the next Set.
func (t *Text) Set(text []byte) { t.bytes, t.asked = text, false }

// Bytes returns the text.
func (t *Text) Bytes() []byte { return t.bytes }

// lower returns the text in lower case; false if it is not ASCII.
func (t *Text) lower() ([]byte, bool) {
	if !t.asked {
		t.asked, t.ascii = true, true
		t.folded = append(t.folded[:0], t.bytes...)
		for i, b := range t.folded {
			if b >= utf8.RuneSelf {
				t.ascii = false
				break
			}
			if 'A' <= b && b <= 'Z' {
				t.folded[i] = b + 'a' - 'A'
			}
		}
	}
	return t.folded, t.ascii
}

// SmartCase returns an expression for which upper and lower case differ only if it has an upper-case letter.
func SmartCase(expr string) string {
	if hasUpper(expr) {
		return expr
	}
	return "(?i)" + expr
}

// hasUpper reports whether there is an upper-case letter in an expression, apart from those of its escapes: \S, \pL,
// \x{2F}.
func hasUpper(expr string) bool {
	for i := 0; i < len(expr); {
		r, n := utf8.DecodeRuneInString(expr[i:])
		i += n
		switch {
		case unicode.IsUpper(r):
			return true
		case r == '\\' && i < len(expr):
			i += escape(expr[i:])
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

// literals returns the texts one of which the expression stands for, if that is all there is to it and they are ASCII.
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
