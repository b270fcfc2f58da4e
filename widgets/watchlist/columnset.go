package watchlist

import (
	"cmp"
	"math"
	"slices"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// columnSet is the columns of a watchlist, and how they give way.
type columnSet struct {
	names []string // of the values that have columns
	all   []column // from left to right, the label first
	steps []columnStep
}

// columnStep is a step of one of the columns.
type columnStep struct {
	step
	column int
}

// newColumnSet returns the columns that every watchlist has, and those of the values with these names.
func newColumnSet(values []string) *columnSet {
	c := &columnSet{names: slices.Clone(values), all: slices.Clone(columns)}
	for i, name := range values {
		c.all = slices.Insert(c.all, len(columns)-columnsBehindValues+i, valueColumn(i, name))
	}
	for i := range c.all {
		for _, s := range c.all[i].gives {
			c.steps = append(c.steps, columnStep{s, i})
		}
	}
	slices.SortFunc(c.steps, func(a, b columnStep) int { return cmp.Compare(a.rank, b.rank) })
	return c
}

// columnsBehindValues is how many columns stand behind those of the values: the sparkline, the rate, the age and who else wants it.
const columnsBehindValues = 4

// Value is what a row has in one of the columns of [Model.SetColumns].
type Value struct {
	Known    bool    // there is a number
	Number   float64 // likewise
	Decimals int     // of Number; below 0: as many as it needs
	Word     string  // what the feed says where there is no number any more; any bytes, sanitised here
}

// valueColumn returns the column of the values with an index. Of several the last gives way first, and all before any other column.
func valueColumn(i int, name string) column {
	return column{
		title: named(text.Sanitize(name, valueMost)),
		text: func(r *Row, t *table, cells int) string {
			if i >= len(r.Values) {
				return ""
			}
			v := &r.Values[i]
			if v.Known && !math.IsNaN(v.Number) {
				return format.NumberIn(valueMost, v.Number, v.Decimals)
			}
			return t.glyphs.Text(v.Word, min(cells, valueMost))
		},
		style: func(r *Row, _ string, th *theme.Theme) lipgloss.Style {
			if r.State.record().dim || i < len(r.Values) && !r.Values[i].Known {
				return th.PastValue()
			}
			return th.Text
		},
		most: func(r *Row, t *table) int {
			if i >= len(r.Values) || !r.Values[i].Known {
				return 0 // a word makes no column wider
			}
			return ansi.StringWidth(format.NumberIn(valueMost, r.Values[i].Number, r.Values[i].Decimals))
		},
		gives: []step{{-i, 0}},
	}
}
