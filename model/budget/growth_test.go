//go:build unix

package budget

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/format"
	"sockeye/feed/preset"
	"sockeye/feed/session"
	"sockeye/model"
)

// BenchmarkGrowth is what costs how much by how much there is, of the time that the process runs: a key that has the screen drawn
// anew, and one of many labels. A key may cost more by what is visible, and a label as much as one of few.
func BenchmarkGrowth(b *testing.B) {
	usual := growth{feeds: 1, labels: 100, subscriptions: 1, width: 120, height: 36}
	with := func(change func(*growth)) growth {
		g := usual
		change(&g)
		return g
	}
	for _, feeds := range []int{1, 4, 16, 64} {
		grow(b, "a key, by feeds", feeds, with(func(g *growth) { g.feeds = feeds }).draw)
	}
	for _, labels := range []int{100, 1000, 10_000, 100_000} {
		grow(b, "a key, by labels that came along", labels, with(func(g *growth) { g.labels = labels }).draw)
	}
	for _, labels := range []int{100, 1000, 10_000, 100_000} {
		grow(b, "a key in a thirtieth of a second, by labels in the order of their changes", labels, with(func(g *growth) { g.labels, g.order = labels, "by change" }).draw)
	}
	for _, n := range []int{1, 100, 1000} {
		grow(b, "a key, by subscriptions", n, with(func(g *growth) { g.subscriptions = n }).draw)
	}
	for _, hours := range []int{1, 6, 24} {
		grow(b, "a key, by hours of values each second, six hours on the chart", hours, with(func(g *growth) { g.hours = hours }).draw)
	}
	for _, size := range [][2]int{{80, 24}, {120, 36}, {240, 70}, {300, 100}} {
		grow(b, "a key, by cells of the terminal, 80x24 to 300x100", size[0]*size[1], with(func(g *growth) { g.width, g.height = size[0], size[1] }).draw)
	}
	for _, n := range []int{1000, 10_000, 100_000} {
		grow(b, "each label that comes, by labels", n, eachComes)
	}
	for _, n := range []int{1000, 10_000, 100_000} {
		grow(b, "each label that changes, a hundred in a batch, by labels", n, eachChanges)
	}
	for _, n := range []int{1000, 10_000, 100_000} {
		grow(b, "each label that has an event seldom, by labels", n, eachSeldom)
	}
}

// step is what costs how much, where there is so much of something.
type step struct {
	what string
	size int
	cost time.Duration
}

// steps are those that were measured.
var steps []step

// grow measures one step: measure prepares it, and runs so often what it is about.
func grow(b *testing.B, what string, size int, measure func(b *testing.B, size int, run func(times int, do func()))) {
	b.Run(fmt.Sprintf("%s/%d", what, size), func(b *testing.B) {
		least := time.Duration(0)
		for b.Loop() {
			measure(b, size, func(times int, do func()) {
				const rounds = 5
				for range rounds { // the least: what else runs on the machine makes nothing cost less
					runtime.GC()
					before := ran()
					do()
					if took := (ran() - before) / time.Duration(times); least == 0 || took < least {
						least = took
					}
				}
			})
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(least.Nanoseconds()), "cpu-ns/op")
		steps = append(steps, step{what, size, least})
	})
}

// ran returns for how long this process has run.
func ran() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // which does not fail for the process itself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// printGrowth prints what was measured as a table, under the date and the machine.
func printGrowth(w io.Writer) {
	fmt.Fprintf(w, "\nAs it grows, on %s, %s\n\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"), machine())
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "what\tof how many\tcosts\ttimes as many\ttimes as much")
	fmt.Fprintln(t, "----\t-----------\t-----\t-------------\t-------------")
	first := step{}
	for _, s := range steps {
		if s.what != first.what {
			first = s
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%.1f\t%.1f\n", s.what, format.Count(uint64(s.size)), s.cost.Round(10*time.Nanosecond), float64(s.size)/float64(first.size), float64(s.cost)/float64(first.cost))
	}
	t.Flush()
}

// growth is how much there is of what a screen can have much of.
type growth struct {
	feeds, labels, subscriptions, hours int
	width, height                       int
	order                               string // of the watchlist; "": that of the preset
}

// draw presses keys that have the log be drawn alone and beside the other panes, by turns.
func (g growth) draw(b *testing.B, _ int, run func(times int, do func())) {
	var presets []*preset.Bound
	for i := range g.feeds {
		labels := 1
		if i == 0 {
			labels = g.labels
		}
		presets = append(presets, g.preset(b, fmt.Sprintf("feed%d", i), labels))
	}
	ctx, cancel := context.WithCancel(b.Context())
	m := screen(b, ctx, presets...)
	defer func() {
		cancel()
		for _, f := range m.Feeds() {
			f.Close()
		}
	}()
	m.Update(tea.WindowSizeMsg{Width: g.width, Height: g.height})
	for i, f := range m.Feeds() {
		want := uint64(1)
		if i == 0 {
			want = uint64(g.labels + g.hours*3600)
		}
		awaitEvents(b, f, want)
	}
	for _, cmd := range m.Init()().(tea.BatchMsg) { // a batch of each feed, and a second's tick
		m.Update(cmd())
	}
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape}) // of the overview, which is over the panes of many feeds
	if g.hours > 0 {
		say(m, "window 6h")
	}
	g.sort(b, m)
	keys := 200
	if g.order != "" {
		keys = 60
	}
	run(keys, func() {
		for range keys {
			if g.order != "" { // which is made anew as time passes
				time.Sleep(time.Second / 30)
			}
			m.Update(tea.KeyPressMsg{Code: 'z', Text: "z"})
			m.View()
		}
	})
}

// sort puts the watchlist into its order.
func (g growth) sort(b *testing.B, m *model.Model) {
	m.Update(tea.KeyPressMsg{Code: tea.KeyTab})
	for range 10 {
		if strings.Contains(ansi.Strip(m.View().Content), g.order) {
			return
		}
		m.Update(tea.KeyPressMsg{Code: 'o', Text: "o"})
	}
	b.Fatalf("the watchlist cannot be %s:\n%s", g.order, ansi.Strip(m.View().Content))
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

// preset is a feed with values of as many labels, of which the first one has values of some hours.
func (g growth) preset(b *testing.B, name string, labels int) *preset.Bound {
	conversation := feedtest.Conversation{feedtest.IgnorePings()}
	var records []string
	send := func(record string, last bool) {
		const most = 1000 // in a message
		if records = append(records, record); len(records) == most || last {
			conversation = append(conversation, feedtest.Send(`{"all":[`+strings.Join(records, ",")+`],"type":"values"}`))
			records = records[:0]
		}
	}
	now := time.Now()
	for i := range g.hours * 3600 {
		send(fmt.Sprintf(`{"s":"label0","p":%d,"t":%d}`, i%100, now.Add(time.Duration(i-g.hours*3600)*time.Second).Unix()), false)
	}
	for i := range labels {
		send(fmt.Sprintf(`{"s":"label%d","p":%d,"t":%d}`, i, i, now.Unix()), i == labels-1)
	}
	symbols := make([]string, g.subscriptions)
	for i := range symbols {
		symbols[i] = fmt.Sprintf("label%d", i)
	}
	server := feedtest.New(b, append(conversation, feedtest.Silence(nil)))
	return growthPreset(b, name, `{url: "`+server.URL()+`", params: {symbols: [`+strings.Join(symbols, ", ")+`]}, limits: {labels: 100000},
    events: [{match: {type: values}, each: all, label: s, value: p, time: t}]}`)
}

// growthPreset binds a preset.
func growthPreset(b *testing.B, name, text string) *preset.Bound {
	b.Helper()
	presets, err := preset.Parse("growth", []byte("presets:\n  "+name+": "+text+"\n"))
	if err != nil {
		b.Fatal(err)
	}
	p, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// labelled is a session without a connection, on which labels have events.
type labelled struct {
	*session.Session
	labels  int
	now     time.Time
	message []byte
}

func newLabelled(b *testing.B, labels int) *labelled {
	p := growthPreset(b, "many", `{url: "ws://127.0.0.1:1", limits: {labels: 100000}, events: [{match: {s: "*"}, label: s, value: p, unit: u}]}`)
	l := &labelled{Session: session.New(p, func(time.Duration) time.Duration { return 0 }), labels: labels, now: time.Now()}
	l.Start(l.now)
	l.Opened(l.now)
	return l
}

// each has each label have an event, a time after the one before. There is a batch of each hundred events.
func (l *labelled) each(unit string, after time.Duration) {
	for n := range l.labels {
		l.now = l.now.Add(after)
		l.message = fmt.Appendf(l.message[:0], `{"s":"label%d","p":%d.5,"u":"%s"}`, n, n, unit)
		l.Receive(l.now, l.message)
		if due := l.Deadline(); !due.IsZero() && !l.now.Before(due) {
			l.Tick(l.now)
		}
		if n%100 == 99 {
			l.Seal()
		}
	}
}

func eachComes(b *testing.B, labels int, run func(times int, do func())) {
	run(labels, func() { newLabelled(b, labels).each("EUR", time.Microsecond) })
}

func eachChanges(b *testing.B, labels int, run func(times int, do func())) {
	l := newLabelled(b, labels)
	l.each("EUR", time.Microsecond)
	run(2*labels, func() {
		l.each("USD", time.Microsecond)
		l.each("EUR", time.Microsecond)
	})
}

// eachSeldom has each label have an event in ten seconds, after so many that it is live and its rhythm is known.
func eachSeldom(b *testing.B, labels int, run func(times int, do func())) {
	l, after := newLabelled(b, labels), 10*time.Second/time.Duration(labels)
	for range 30 {
		l.each("EUR", after)
	}
	run(labels, func() { l.each("EUR", after) })
}
