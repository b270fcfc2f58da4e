package lang

import (
	"bytes"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// Found says what stands at a path of a message.
type Found uint8

// What can stand at a path.
const (
	Absent    Found = iota // nothing, or null
	Scalar                 // a string, a number, true or false
	Container              // a list or an object
)

// Expect is what a [Cond] expects. The zero value expects nothing to be there. It is read-only and
// may be used by several goroutines at once.
type Expect struct {
	how   comparison
	text  []byte         // of wantText and wantPrefix
	re    *regexp.Regexp // of wantRegexp
	value Template       // of wantTemplate
	anyOf []Expect       // of wantAny
}

// comparison is how an [Expect] is compared.
type comparison uint8

const (
	wantAbsent   comparison = iota // `null`
	wantPresent                    // `"*"`
	wantText                       // a scalar
	wantPrefix                     // `/^literal/`, which needs no regular expression
	wantRegexp                     // `/re/`
	wantTemplate                   // a text with placeholders
	wantAny                        // a list
)

// ParseExpect reads a scalar that holds no placeholder.
func ParseExpect(v Value) (Expect, error) {
	if v.Kind == Null {
		return Expect{how: wantAbsent}, nil
	}
	if v.Text == "*" {
		return Expect{how: wantPresent}, nil
	}
	if expr, ok := AsRegexp(v.Text); ok {
		return compileExpect(expr)
	}
	return Expect{how: wantText, text: []byte(v.Text)}, nil
}

// ExpectAny returns an expectation that any of the list satisfies.
func ExpectAny(list []Expect) Expect { return Expect{how: wantAny, anyOf: list} }

// ExpectFilled returns an expectation of what a template stands for in a scope.
func ExpectFilled(t Template) Expect { return Expect{how: wantTemplate, value: t} }

// AsRegexp returns what stands between the slashes of `/re/`.
func AsRegexp(text string) (expr string, ok bool) {
	if len(text) < 2 || text[0] != '/' || text[len(text)-1] != '/' {
		return "", false
	}
	return text[1 : len(text)-1], true
}

// compileExpect compiles a regular expression (RE2, as Go's regexp package has it). One that is an anchored
// literal becomes a comparison of bytes, because every message of a busy feed is matched with it.
func compileExpect(expr string) (Expect, error) {
	parsed, err := ParseRegexp(expr)
	if err != nil {
		return Expect{}, err
	}
	if text, whole, ok := anchoredLiteral(parsed.Simplify()); ok {
		if whole {
			return Expect{how: wantText, text: text}, nil
		}
		return Expect{how: wantPrefix, text: text}, nil
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return Expect{}, fmt.Errorf("this is no regular expression: %w", err)
	}
	return Expect{how: wantRegexp, re: re}, nil
}

// ParseRegexp reads a regular expression without compiling it.
func ParseRegexp(expr string) (*syntax.Regexp, error) {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("this is no regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return parsed, nil
}

// anchoredLiteral returns the literal of `^literal` and, with whole, of `^literal$`.
func anchoredLiteral(re *syntax.Regexp) (text []byte, whole, ok bool) {
	if re.Op != syntax.OpConcat || len(re.Sub) < 2 || len(re.Sub) > 3 || re.Sub[0].Op != syntax.OpBeginText {
		return nil, false, false
	}
	literal := re.Sub[1]
	if literal.Op != syntax.OpLiteral || literal.Flags&syntax.FoldCase != 0 {
		return nil, false, false
	}
	if len(re.Sub) == 3 && re.Sub[2].Op != syntax.OpEndText {
		return nil, false, false
	}
	text = []byte(string(literal.Rune))
	// A regular expression finds this character in every byte that is no UTF-8, too.
	if bytes.ContainsRune(text, utf8.RuneError) {
		return nil, false, false
	}
	return text, len(re.Sub) == 3, true
}

// Dynamic reports whether the expectation holds placeholders, and so needs a scope to be compared.
func (e Expect) Dynamic() bool {
	if e.how != wantAny {
		return e.how == wantTemplate
	}
	for _, one := range e.anyOf {
		if one.Dynamic() {
			return true
		}
	}
	return false
}

// Uses reports whether the expectation holds a placeholder for one of the names.
func (e Expect) Uses(names ...string) bool {
	for _, one := range e.anyOf {
		if one.Uses(names...) {
			return true
		}
	}
	return e.value.Uses(names...)
}

// Matches reports whether what was found is what is wanted. text is a scalar as text, a string unquoted
// and unescaped; it counts only if f is Scalar, and is not kept. s may be nil unless the expectation is
// [Expect.Dynamic]; what has no value in it matches nothing. Without placeholders nothing is allocated.
func (e *Expect) Matches(text []byte, f Found, s Scope) bool {
	switch e.how {
	case wantAbsent:
		return f == Absent
	case wantPresent:
		return f != Absent
	case wantText:
		return f == Scalar && bytes.Equal(text, e.text)
	case wantPrefix:
		return f == Scalar && bytes.HasPrefix(text, e.text)
	case wantRegexp:
		return f == Scalar && e.re.Match(text)
	case wantTemplate:
		if s == nil {
			return false
		}
		v, err := e.value.Eval(s)
		return err == nil && sameAs(v, text, f)
	}
	for i := range e.anyOf {
		if e.anyOf[i].Matches(text, f, s) {
			return true
		}
	}
	return false
}

// Texts returns the texts that the placeholders of the expectation stand for in a scope; what has no value there is left
// out. Of a list, each element is one.
func (e Expect) Texts(s Scope) (texts []string) {
	for _, one := range e.anyOf {
		texts = append(texts, one.Texts(s)...)
	}
	if e.how == wantTemplate {
		if v, err := e.value.Eval(s); err == nil {
			texts = appendTexts(texts, v)
		}
	}
	return texts
}

func appendTexts(texts []string, v Value) []string {
	switch v.Kind {
	case Null, Map:
		return texts
	case List:
		for _, item := range v.Items {
			texts = appendTexts(texts, item)
		}
		return texts
	}
	return append(texts, v.Text)
}

// sameAs compares the value of a placeholder: a list is any-of, and text is text, even if it reads like a
// regular expression, since it may come from the other side.
func sameAs(v Value, text []byte, f Found) bool {
	switch v.Kind {
	case Null:
		return f == Absent
	case List:
		for _, item := range v.Items {
			if sameAs(item, text, f) {
				return true
			}
		}
		return false
	case Map:
		return false
	}
	return f == Scalar && string(text) == v.Text
}
