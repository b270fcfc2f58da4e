package lang

import (
	"fmt"
	"strings"
)

// Scope is where placeholders find their values.
type Scope interface {
	// Lookup returns the value of a placeholder by its name as written between `${` and `}`, without
	// `|str`. The value is read-only.
	Lookup(name string) (Value, bool)
}

// Template is a tree with placeholders, such as a message to send. The zero Template is none at all; two
// templates are equal if they are the same place of the same preset. A Template is read-only.
type Template struct{ root *tree }

// tree is a [Value] with placeholders.
type tree struct {
	kind   Kind
	text   string  // of a scalar without placeholders
	pieces []Piece // of a text with placeholders
	keys   []string
	items  []*tree
}

// ParseTemplate reads a text with placeholders. The error says which placeholder is not written as one.
func ParseTemplate(text string) (Template, error) {
	pieces, err := parsePieces(text)
	if err != nil {
		return Template{}, err
	}
	return Template{&tree{kind: String, text: text, pieces: pieces}}, nil
}

// FixedTemplate returns the template of a scalar without placeholders.
func FixedTemplate(v Value) Template { return Template{&tree{kind: v.Kind, text: v.Text}} }

// ListTemplate returns the template of a list.
func ListTemplate(items []Template) Template {
	return Template{&tree{kind: List, items: roots(items)}}
}

// MapTemplate returns the template of a map, in which keys[i] names items[i].
func MapTemplate(keys []string, items []Template) Template {
	return Template{&tree{kind: Map, keys: keys, items: roots(items)}}
}

func roots(items []Template) []*tree {
	trees := make([]*tree, len(items))
	for i, item := range items {
		trees[i] = item.root
	}
	return trees
}

// Pieces returns the parts of the template of a text, which are read-only; nil if it has no placeholders, and for a list
// or a map.
func (t Template) Pieces() []Piece {
	if t.root == nil {
		return nil
	}
	return t.root.pieces
}

// IsZero reports whether there is no template.
func (t Template) IsZero() bool { return t.root == nil }

// String returns the template of a text as the preset wrote it, with its placeholders; "" for a list or a map.
func (t Template) String() string {
	if t.root == nil {
		return ""
	}
	if t.root.pieces == nil {
		return t.root.text
	}
	var b strings.Builder
	for _, p := range t.root.pieces {
		b.WriteString(p.Text)
		if p.Name != "" {
			b.WriteString("${" + p.Name)
			if p.Str {
				b.WriteString("|str")
			}
			if p.Raw {
				b.WriteString("|raw")
			}
			b.WriteString("}")
		}
	}
	return b.String()
}

// Uses reports whether a placeholder for one of the names stands anywhere in the template.
func (t Template) Uses(names ...string) bool { return t.root.uses(names) }

func (t *tree) uses(names []string) bool {
	if t == nil {
		return false
	}
	for _, p := range t.pieces {
		for _, name := range names {
			if p.Name != "" && p.Name == name {
				return true
			}
		}
	}
	for _, item := range t.items {
		if item.uses(names) {
			return true
		}
	}
	return false
}

// Eval fills the placeholders in. One that is the whole value keeps the type of what it stands for,
// unless it is written with `|str`; inside text everything becomes text (see [Value.String]). The error
// names the first placeholder that has no value in s. The zero Template is null.
func (t Template) Eval(s Scope) (Value, error) {
	if t.root == nil {
		return Value{}, nil
	}
	return t.root.eval(s)
}

func (t *tree) eval(s Scope) (Value, error) {
	if t.pieces != nil {
		return evalPieces(t.pieces, s)
	}
	v := Value{Kind: t.kind, Text: t.text, Keys: t.keys}
	if t.items != nil {
		v.Items = make([]Value, len(t.items))
		for i, item := range t.items {
			var err error
			if v.Items[i], err = item.eval(s); err != nil {
				return Value{}, err
			}
		}
	}
	return v, nil
}

func evalPieces(pieces []Piece, s Scope) (Value, error) {
	if len(pieces) == 1 && !pieces[0].Str {
		v, ok := s.Lookup(pieces[0].Name)
		if !ok {
			return Value{}, noValue(pieces[0].Name)
		}
		return v, nil
	}
	// All values are there before any is copied: one that is missing, asked for again and again, costs no copies of the
	// others, which may be long.
	var few [8]Value
	values := few[:0]
	for _, p := range pieces {
		if p.Name == "" {
			continue
		}
		v, ok := s.Lookup(p.Name)
		if !ok {
			return Value{}, noValue(p.Name)
		}
		values = append(values, v)
	}
	var b strings.Builder
	for _, p := range pieces {
		if p.Name == "" {
			b.WriteString(p.Text)
			continue
		}
		b.WriteString(values[0].String())
		values = values[1:]
	}
	return TextValue(b.String()), nil
}

func noValue(name string) error { return fmt.Errorf("`${%s}` has no value here", name) }

// Text fills the placeholders in and returns the result as text.
func (t Template) Text(s Scope) (string, error) {
	v, err := t.Eval(s)
	return v.String(), err
}

// AppendFrame fills the placeholders in and appends the frame that says the result: a string as it is,
// anything else as compact JSON. On an error dst is returned unchanged.
func (t Template) AppendFrame(dst []byte, s Scope) ([]byte, error) {
	v, err := t.Eval(s)
	if err != nil {
		return dst, err
	}
	if v.Kind == String {
		return append(dst, v.Text...), nil
	}
	return v.AppendJSON(dst), nil
}

// Messages returns the messages that a template to send consists of. A list whose elements are all maps,
// or all lists, is one message an element; anything else is one message, also a list of mixed elements.
func (t Template) Messages() []Template {
	if t.root == nil {
		return nil
	}
	if t.root.kind != List || len(t.root.items) == 0 {
		return []Template{t}
	}
	kind := t.root.items[0].kind
	messages := make([]Template, len(t.root.items))
	for i, item := range t.root.items {
		if item.kind != kind || kind != Map && kind != List {
			return []Template{t}
		}
		messages[i] = Template{item}
	}
	return messages
}
