package logview

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"sockeye/feed/pattern"
	"sockeye/widgets/text"
)

// MaxText is how many bytes of a text filters and the search scan, at the most.
const MaxText = pattern.MaxText

const (
	cellCost = 250_000 // ns for what is highlighted of one entry
	usually  = 4       // an expression is so many times faster than in the worst case, mostly

	// lookahead is how many cells beyond those that are shown are scanned for the ends of a match, at the most, and
	// minLookahead how many with an expression that takes long.
	lookahead    = 320
	minLookahead = 16
)

// separated is a number with separators between thousands, or the beginning of one, as columns have them.
var separated = regexp.MustCompile(`^-?\d{1,3}(,\d{3})*,\d{1,3}(\.\d*)?$`)

// compile reads an expression. A number with separators, as columns have it, is also what feeds send, without them. The error says what
// is wrong with it, for an operator.
func compile(content string) (*pattern.Pattern, error) {
	if content == "" {
		return nil, errors.New("there is no expression: type one")
	}
	expr := content
	if separated.MatchString(content) {
		expr += "|" + strings.ReplaceAll(content, ",", "")
	}
	p, err := pattern.CompileAs(content, expr)
	var fault *syntax.Error
	var large *pattern.TooLarge
	switch {
	case errors.As(err, &fault):
		return nil, fmt.Errorf(`%s at "%s" in "%s": correct it, or put \ before what is meant as it stands`,
			fault.Code, text.Sanitize(fault.Expr, 40), text.Sanitize(content, 40))
	case errors.As(err, &large):
		return nil, fmt.Errorf(`"%s" is too large: %d steps, %d at most; make the repetitions {...} in it smaller, or the choice shorter`,
			text.Sanitize(content, 40), large.Steps, pattern.MaxSteps)
	}
	return p, err
}

// price is what so many bytes cost beyond what any text does, in entries.
func price(p *pattern.Pattern, bytes int) int {
	if p.Literal() {
		return 0
	}
	return min(bytes, p.Limit()) * p.ByteCost() / usually / costly
}

// reach is how many cells beyond those that are shown are scanned, on either side.
func reach(p *pattern.Pattern, cells int) int {
	if p.Literal() {
		return lookahead
	}
	return min(max((cellCost/p.ByteCost()-cells)/2, minLookahead), lookahead)
}
