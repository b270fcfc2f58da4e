package yamldoc

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"sockeye/feed/preset/lang"
)

// Node is a [lang.Value] with its place in its file, where lines and columns count from 1. It is read-only.
type Node struct {
	Kind         lang.Kind
	Text         string
	Line, Column int
	Keys         []Key // of a Map: Keys[i] names Items[i]
	Items        []*Node
	flow         bool // a list or map in brackets
	bad          bool // reported already, and of no kind
}

// Key is a key of a map. No key comes twice in one map: the first one is kept, and the others reported.
type Key struct {
	Name         string
	Line, Column int
}

// Value returns the node without its positions.
func (n *Node) Value() lang.Value {
	v := lang.Value{Kind: n.Kind, Text: n.Text}
	for _, k := range n.Keys {
		v.Keys = append(v.Keys, k.Name)
	}
	for _, item := range n.Items {
		v.Items = append(v.Items, item.Value())
	}
	return v
}

// Child returns the value of a key, or nil.
func (n *Node) Child(name string) *Node {
	for i, k := range n.Keys {
		if k.Name == name {
			return n.Items[i]
		}
	}
	return nil
}

// maxNesting is how deep brackets, and the dashes of one line, may be nested. It keeps the parser's
// recursion, and ours, small.
const maxNesting = 64

// Parse reads the text of the source as one YAML document. It returns nil, and has reported why, if that
// is not possible; an empty document is Null.
func (s *Source) Parse() (root *Node) {
	if !s.readable() {
		return nil
	}
	defer func() {
		// The parser is known to panic on some malformed documents, and it runs on what an operator is
		// just typing when a configuration is loaded again.
		if recover() != nil {
			s.Report(1, 1, "is there a bracket or a quote that is not closed?", "this file cannot be read as YAML")
			root = nil
		}
	}()
	tokens := lexer.Tokenize(s.text())
	if !s.shallow(tokens) {
		return nil
	}
	// Duplicate keys are let through, to be reported together with everything else.
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		s.syntaxError(err)
		return nil
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			line, column := place(doc.Body)
			if doc.Start != nil {
				line, column = doc.Start.Position.Line, doc.Start.Position.Column
			}
			s.Report(line, column, "remove the `---`", "a configuration is one document, and here a second one begins")
			return nil
		}
		body = doc.Body
	}
	if body == nil {
		return &Node{Line: 1, Column: 1}
	}
	c := converter{src: s}
	return c.node(body)
}

// shallow reports whether the tokens nest no deeper than maxNesting within a line. Across lines every
// level needs a longer indentation, so that maxConfig already keeps blocks shallow enough.
func (s *Source) shallow(tokens token.Tokens) bool {
	brackets, dashes, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
		}
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			brackets++
		case token.MappingEndType, token.SequenceEndType:
			brackets--
		case token.SequenceEntryType, token.MappingKeyType:
			dashes++
		}
		if brackets+dashes > maxNesting {
			s.Report(line, t.Position.Column, "", "this is nested too deep")
			return false
		}
	}
	return true
}

// syntaxHints say what to do about an error of the YAML library.
var syntaxHints = []struct{ message, hint string }{
	{"found character '\t'", "indent with spaces"},
	{"mapping value is not allowed", "is the next line indented too far, or does a text with `: ` in it need quotes?"},
	{"unexpected key name", "a key needs a colon and a space after it"},
	{"undefined alias name", "a `*` needs quotes"},
	{"is a reserved character", "put the text in quotes"},
	{"could not find end character", "a quote is not closed"},
	{"value is not allowed in this context", "is this line indented as it should be?"},
	{"block sequence entries are not allowed", "put the list on a line of its own"},
}

// syntaxError reports an error of the YAML library.
func (s *Source) syntaxError(err error) {
	line, column, message, hint := 1, 1, err.Error(), ""
	var at yaml.Error
	if errors.As(err, &at) {
		message = at.GetMessage()
		if t := at.GetToken(); t != nil && t.Position != nil {
			line, column = t.Position.Line, t.Position.Column
		}
	}
	message, _, _ = strings.Cut(message, "\n")
	if strings.Contains(s.Line(line), "${") && strings.Contains(message, "must be specified") {
		hint = "inside brackets a placeholder needs quotes: \"${symbol}\""
	}
	for _, h := range syntaxHints {
		if strings.Contains(message, h.message) {
			hint = h.hint
			break
		}
	}
	s.Report(line, column, hint, "this is not YAML: %s", message)
}

// converter turns the YAML library's tree into nodes, and reports what the preset language leaves out of YAML.
type converter struct{ src *Source }

func (c converter) node(n ast.Node) *Node {
	line, column := place(n)
	out := &Node{Line: line, Column: column}
	switch n := n.(type) {
	case *ast.MappingNode:
		c.mapping(out, n)
	case *ast.MappingValueNode:
		c.mapping(out, &ast.MappingNode{Values: []*ast.MappingValueNode{n}})
	case *ast.SequenceNode:
		c.sequence(out, n)
	case *ast.StringNode:
		out.Kind, out.Text = lang.String, n.Value
		if n.Token.Type == token.StringType {
			c.plain(out, n.Value)
		}
	case *ast.LiteralNode:
		out.Kind, out.Text = lang.String, n.Value.Value
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		out.bad = true
		c.src.Report(line, column, "write the value out; a text that begins with `&` or `*` needs quotes",
			"anchors and aliases are not part of the preset language")
	case *ast.TagNode:
		out.bad = true
		c.src.Report(line, column, "quotes make a text of anything; a text that begins with `!` needs them",
			"tags are not part of the preset language")
	case ast.ScalarNode:
		if t := n.GetToken(); t != nil && t.Type != token.ImplicitNullType {
			out.Kind, out.Text = lang.PlainKind(t.Value)
		}
	}
	return out
}

// plain reads a text that stands without quotes.
func (c converter) plain(out *Node, text string) {
	out.Kind, out.Text = lang.PlainKind(text)
	// YAML 1.2, section 7.3.3, forbids it; inside brackets the library lets it pass.
	if strings.Contains(text, ": ") {
		c.src.Report(out.Line, out.Column, "put the text in quotes; or is there a comma missing?", "a text without quotes cannot hold `: `")
	}
}

func (c converter) mapping(out *Node, n *ast.MappingNode) {
	out.Kind, out.flow = lang.Map, n.IsFlowStyle
	first := make(map[string]int)
	for _, entry := range n.Values {
		k, ok := c.key(entry.Key)
		if !ok {
			continue
		}
		value := c.node(entry.Value)
		if at, dup := first[k.Name]; dup {
			c.src.Report(k.Line, k.Column, "", "`%s` is here twice, the first time in line %d", k.Name, at)
			continue
		}
		first[k.Name] = k.Line
		out.Keys = append(out.Keys, k)
		out.Items = append(out.Items, value)
	}
	if len(out.Keys) > 0 && !n.IsFlowStyle {
		// The library places a block at the first colon.
		out.Line, out.Column = out.Keys[0].Line, out.Keys[0].Column
	}
}

func (c converter) key(n ast.MapKeyNode) (Key, bool) {
	line, column := place(n)
	k := Key{Line: line, Column: column}
	switch n := n.(type) {
	case *ast.StringNode:
		k.Name = n.Value
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		c.src.Report(line, column, "write the keys out; a key that begins with `&`, `*`, `!` or `<<` needs quotes",
			"anchors, aliases, merge keys and tags are not part of the preset language")
		return Key{}, false
	case *ast.MappingKeyNode:
		c.src.Report(line, column, "write `key: value`", "keys that begin with `? ` are not part of the preset language")
		return Key{}, false
	default:
		k.Name = n.GetToken().Value
	}
	return k, true
}

func (c converter) sequence(out *Node, n *ast.SequenceNode) {
	out.Kind, out.flow = lang.List, n.IsFlowStyle
	for _, entry := range n.Values {
		if n.IsFlowStyle {
			if item := c.unsplit(entry); item != nil {
				out.Items = append(out.Items, item)
				continue
			}
		}
		item := c.node(entry)
		// After a dash with nothing behind it, the library makes the keys that follow the element's, also
		// when they belong to the map around the list.
		if !n.IsFlowStyle && item.Column <= out.Column && item.Line > out.Line {
			c.src.Report(item.Line, item.Column, "put a value after the dash, or remove the dash",
				"the list entry above this line is empty")
			continue
		}
		out.Items = append(out.Items, item)
	}
}

// unsplit returns an element of a list in brackets which the library has split at a colon, or nil. Inside braces it
// makes a map of one pair of the `a:b` of such a list, although a colon with nothing blank after it is part of a
// plain text (YAML 1.2, section 7.3.3).
func (c converter) unsplit(n ast.Node) *Node {
	m, ok := n.(*ast.MappingNode)
	if !ok || m.IsFlowStyle || len(m.Values) != 1 {
		return nil
	}
	pair := m.Values[0]
	key, ok1 := plainToken(pair.Key)
	value, ok2 := plainToken(pair.Value)
	if !ok1 || !ok2 || value.Position.Line != pair.Start.Position.Line || strings.ContainsAny(value.Origin[:1], blanks) {
		return nil
	}
	out := &Node{Line: key.Position.Line, Column: key.Position.Column}
	// The origin still has what stands between the key and its colon.
	c.plain(out, strings.TrimLeft(key.Origin, blanks)+":"+value.Value)
	return out
}

const blanks = " \t\n"

// plainToken returns the token of a scalar that is written without quotes.
func plainToken(n ast.Node) (*token.Token, bool) {
	if _, ok := n.(ast.ScalarNode); !ok {
		return nil, false
	}
	t := n.GetToken()
	return t, t != nil && t.Position != nil && t.Type != token.ImplicitNullType && t.Indicator == token.NotIndicator && t.Origin != ""
}

// place returns where a node begins.
func place(n ast.Node) (line, column int) {
	if n != nil {
		if t := n.GetToken(); t != nil && t.Position != nil {
			return t.Position.Line, t.Position.Column
		}
	}
	return 1, 1
}
