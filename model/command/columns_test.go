package command

import (
	"slices"
	"strings"
	"testing"
)

// columnsOf is a pane that has columns, and notes which of them are shown.
type columnsOf struct {
	pane       string
	all, shown []string
}

func (c *columnsOf) Pane() string        { return c.pane }
func (c *columnsOf) All() []string       { return c.all }
func (c *columnsOf) Show(names []string) { c.shown = names }

func TestColumnsAreThoseOfThePane(t *testing.T) {
	for _, test := range []struct {
		line, err string
		shown     []string
	}{
		{"columns ask bid", "", []string{"ask", "bid"}},
		{"columns all", "", nil},
		{"columns", "the log can have bid, ask, volume", []string{"as before"}},
		{"columns bid vlume", "the log has no column vlume: did you mean volume?", []string{"as before"}},
		{"columns price", "the log has no column price: it is one of bid, ask, volume", []string{"as before"}},
	} {
		log := &columnsOf{"the log", []string{"bid", "ask", "volume"}, []string{"as before"}}
		_, err := Execute(Target{Screen: new(screen), Columns: log}, test.line, none)
		if (err != nil) != (test.err != "") || err != nil && !strings.Contains(err.Error(), test.err) || !slices.Equal(log.shown, test.shown) {
			t.Errorf(":%s says %v and shows %q, want %q and %q", test.line, err, log.shown, test.err, test.shown)
		}
	}
	bare := &columnsOf{pane: "the log"}
	if _, err := Execute(Target{Screen: new(screen), Columns: bare}, "columns bid", none); err == nil || !strings.Contains(err.Error(), "the preset names none") {
		t.Errorf("without values it says %v", err)
	}
}
