package pane

import (
	"context"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed"
	"sockeye/feed/preset"
	"sockeye/model/tab"
	"sockeye/widgets/inspect"
	"sockeye/widgets/theme"
)

// closed returns a feed on the screen that is closed.
func closed(t *testing.T) *Feed {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte("presets: {alpha: {url: \"ws://127.0.0.1:1\", events: [{match: {s: \"*\"}}]}}"))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := feed.Start(context.Background(), bound, func(err error) { t.Error(err) })
	f.Close()
	return New(f, tab.Own{Feed: f}, theme.Default())
}

// TestTheInspectorReadsNumbersAsThePresetDoes: P and ! on "on" are about a number.
func TestTheInspectorReadsNumbersAsThePresetDoes(t *testing.T) {
	f := closed(t)
	for text, want := range map[string]bool{"on": true, "OFF": true, " 5 ": true, "0x1F": true, "NaN": false, "unavailable": false, "": false} {
		if _, ok := f.Inspector.ReadNumber([]byte(text)); ok != want {
			t.Errorf("%q is a number: %t", text, ok)
		}
	}
}

// TestClosedInspectorHoldsNothing: what was inspected may be the last that refers to megabytes that the log has dropped.
func TestClosedInspectorHoldsNothing(t *testing.T) {
	f := closed(t)
	f.Inspector.SetSize(40, 10)
	f.Inspector.SetMessage(inspect.Message{Raw: []byte(`{"a":1}`)})
	f.Inspected.Raw, f.Inspected.Text = []byte("x"), []byte("x")
	if shown := ansi.Strip(f.Inspector.View()); !strings.Contains(shown, "a: 1") {
		t.Fatalf("what is inspected is not shown\n%s", shown)
	}
	f.EndInspection()
	if f.Inspected.Raw != nil || f.Inspected.Text != nil || strings.Contains(ansi.Strip(f.Inspector.View()), "a: 1") {
		t.Error("what was inspected is still there")
	}
}
