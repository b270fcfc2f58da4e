package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"sockeye/model/config"
	"strconv"
	"strings"
	"testing"
)

func TestNoKeyIsThatOfTwoActionsOfAPane(t *testing.T) {
	t.Parallel()
	actions := DefaultKeys().Actions
	for i := range actions {
		for j := range actions[:i] {
			if shared, ok := actions[i].Clash(&actions[j]); ok {
				t.Errorf("%s is the key of %s and of %s", shared, actions[i].Name, actions[j].Name)
			}
		}
	}
}

func TestEveryActionCanBeNamedInAConfiguration(t *testing.T) {
	t.Parallel()
	k := DefaultKeys()
	names := map[string]bool{}
	for i := range k.Actions {
		a := &k.Actions[i]
		if a.Name == "" || names[a.Name] || a.Panes == 0 || a.Binding.Help().Desc == "" || (a.Run == nil || len(a.Keys) == 0) && (a.Point == nil || !a.Fixed) {
			t.Errorf("%q has no name of its own, no pane, no words or nothing to do", a.Name)
		}
		names[a.Name] = true
		for _, name := range a.Binding.Keys() {
			if got, why := config.KeyName(name); got != name {
				t.Errorf("the key %s of %s would be refused in a configuration: %s", name, a.Name, why)
			}
		}
	}
}

// TestKeysAreAskedForByTheNamesOfActions reads the sources for calls such as Label("help").
func TestKeysAreAskedForByTheNamesOfActions(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, a := range actions() {
		names[a.Name] = true
		for _, h := range a.Footer {
			if h.With != "" && DefaultKeys().Label(h.With) == "" {
				t.Errorf("%s stands in the footer with %q, which is no action", a.Name, h.With)
			}
		}
	}
	var files []string
	for _, in := range []string{"*.go", "pane/*.go", "tab/*.go"} {
		found, err := filepath.Glob(in)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	calls := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			of, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !slices.Contains([]string{"Of", "Label", "Labels", "Keys", "Is"}, of.Sel.Name) {
				return true
			}
			for _, arg := range call.Args {
				if text, ok := arg.(*ast.BasicLit); ok && text.Kind == token.STRING {
					calls++
					if name, _ := strconv.Unquote(text.Value); !names[name] {
						t.Errorf("%s: there is no action %q", file, name)
					}
				}
			}
			return true
		})
	}
	if calls == 0 {
		t.Error("no calls were found")
	}
}
