//go:build unix

package budget

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
)

// growth is how much there is of what a screen can have much of.
type growth struct {
	feeds, labels, subscriptions int
	width, height                int
}

// BenchmarkGrowth is what it costs to draw a screen anew after a key, by how much there is: of feeds, of labels that came along, of
// subscriptions, and of cells. It may grow with what is visible, and with nothing else.
func BenchmarkGrowth(b *testing.B) {
	usual := growth{feeds: 1, labels: 100, subscriptions: 1, width: 120, height: 36}
	with := func(change func(*growth)) growth {
		g := usual
		change(&g)
		return g
	}
	for _, feeds := range []int{1, 4, 16, 64} {
		b.Run(fmt.Sprintf("feeds/%d", feeds), func(b *testing.B) { with(func(g *growth) { g.feeds = feeds }).draw(b) })
	}
	for _, labels := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("labels/%d", labels), func(b *testing.B) { with(func(g *growth) { g.labels = labels }).draw(b) })
	}
	for _, n := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("subscriptions/%d", n), func(b *testing.B) { with(func(g *growth) { g.subscriptions = n }).draw(b) })
	}
	for _, size := range [][2]int{{80, 24}, {120, 36}, {240, 70}, {300, 100}} {
		b.Run(fmt.Sprintf("cells/%dx%d", size[0], size[1]), func(b *testing.B) {
			with(func(g *growth) { g.width, g.height = size[0], size[1] }).draw(b)
		})
	}
}

// draw presses keys that have the log be drawn alone and beside the other panes, by turns.
func (g growth) draw(b *testing.B) {
	var presets []*preset.Bound
	for i := range g.feeds {
		labels := 1
		if i == 0 {
			labels = g.labels
		}
		presets = append(presets, g.preset(b, fmt.Sprintf("feed%d", i), labels))
	}
	m := screen(b, b.Context(), presets...)
	m.Update(tea.WindowSizeMsg{Width: g.width, Height: g.height})
	for i, f := range m.Feeds() {
		want := uint64(1)
		if i == 0 {
			want = uint64(g.labels)
		}
		awaitEvents(b, f, want)
	}
	for _, cmd := range m.Init()().(tea.BatchMsg) { // a batch of each feed, and a second's tick
		m.Update(cmd())
	}
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape}) // of the overview, which is over the panes of many feeds
	b.ReportAllocs()
	for b.Loop() {
		m.Update(tea.KeyPressMsg{Code: 'z', Text: "z"})
		m.View()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*g.width*g.height), "ns/cell")
}

// awaitEvents waits until a feed has had so many events.
func awaitEvents(b *testing.B, f *feed.Feed, want uint64) {
	b.Helper()
	w := f.Watch()
	defer w.Close()
	ctx, cancel := context.WithTimeout(b.Context(), patience)
	defer cancel()
	for uint64(f.History().Totals().Counts.Events) < want {
		if _, err := w.Next(ctx); err != nil {
			b.Fatalf("%d events of %d: %v", f.History().Totals().Counts.Events, want, err)
		}
	}
}

// preset is a feed with values of as many labels.
func (g growth) preset(b *testing.B, name string, labels int) *preset.Bound {
	conversation := feedtest.Conversation{feedtest.IgnorePings()}
	const most = 1000 // in a message
	for from := 0; from < labels; from += most {
		var records []string
		for i := from; i < min(from+most, labels); i++ {
			records = append(records, fmt.Sprintf(`{"s":"label%d","p":%d}`, i, i))
		}
		conversation = append(conversation, feedtest.Send(`{"all":[`+strings.Join(records, ",")+`],"type":"values"}`))
	}
	symbols := make([]string, g.subscriptions)
	for i := range symbols {
		symbols[i] = fmt.Sprintf("label%d", i)
	}
	server := feedtest.New(b, append(conversation, feedtest.Silence(nil)))
	presets, err := preset.Parse("growth", []byte(`
presets:
  `+name+`:
    url: `+server.URL()+`
    params: {symbols: [`+strings.Join(symbols, ", ")+`]}
    limits: {labels: 100000}
    events: [{match: {type: values}, each: all, label: s, value: p}]
`))
	if err != nil {
		b.Fatal(err)
	}
	p, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	return p
}
