package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"sockeye/model/config"
	"strconv"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
)

func TestNoKeyIsThatOfTwoActionsOfAPane(t *testing.T) {
	t.Parallel()
	actions := DefaultKeys().actions
	for i := range actions {
		for j := range actions[:i] {
			if shared, ok := actions[i].clash(&actions[j]); ok {
				t.Errorf("%s is the key of %s and of %s", shared, actions[i].name, actions[j].name)
			}
		}
	}
}

func TestEveryActionCanBeNamedInAConfiguration(t *testing.T) {
	t.Parallel()
	k := DefaultKeys()
	names := map[string]bool{}
	for i := range k.actions {
		a := &k.actions[i]
		if a.name == "" || names[a.name] || a.panes == 0 || a.run == nil || a.binding.Help().Desc == "" {
			t.Errorf("%q has no name of its own, no pane, no words or nothing to do", a.name)
		}
		names[a.name] = true
		for _, name := range a.binding.Keys() {
			if got, why := config.KeyName(name); got != name {
				t.Errorf("the key %s of %s would be refused in a configuration: %s", name, a.name, why)
			}
		}
	}
}

// TestEveryKeyOfAWidgetIsThatOfAnAction wants the same keys in all widgets that know an action.
func TestEveryKeyOfAWidgetIsThatOfAnAction(t *testing.T) {
	t.Parallel()
	k := DefaultKeys()
	known := map[*key.Binding]bool{}
	for i := range k.actions {
		a := &k.actions[i]
		if a.widgets == nil {
			continue
		}
		for _, b := range a.widgets(k) {
			known[b] = true
			if !reflect.DeepEqual(b.Keys(), a.binding.Keys()) {
				t.Errorf("%s has the keys %q, and %q in a widget", a.name, a.binding.Keys(), b.Keys())
			}
		}
	}
	for _, of := range []any{&k.log, &k.inspect, &k.list} {
		v := reflect.ValueOf(of).Elem()
		for i := range v.NumField() {
			if b := v.Field(i).Addr().Interface().(*key.Binding); !known[b] {
				t.Errorf("%s.%s has no action", v.Type(), v.Type().Field(i).Name)
			}
		}
	}
}

// TestKeysAreAskedForByTheNamesOfActions reads the sources for calls such as label("help").
func TestKeysAreAskedForByTheNamesOfActions(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, a := range actions() {
		names[a.name] = true
		for _, h := range a.footer {
			if h.with != "" && DefaultKeys().label(h.with) == "" {
				t.Errorf("%s stands in the footer with %q, which is no action", a.name, h.with)
			}
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
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
			if !ok || of.Sel.Name != "of" && of.Sel.Name != "label" && of.Sel.Name != "is" {
				return true
			}
			if text, ok := call.Args[0].(*ast.BasicLit); ok && text.Kind == token.STRING {
				calls++
				if name, _ := strconv.Unquote(text.Value); !names[name] {
					t.Errorf("%s: there is no action %q", file, name)
				}
			}
			return true
		})
	}
	if calls == 0 {
		t.Error("no calls were found")
	}
}
