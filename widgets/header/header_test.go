package header

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

var clock = time.Date(2026, 3, 1, 14, 3, 22, 5e8, time.UTC)

func sketchFeeds() []Feed {
	return []Feed{
		{Number: 1, Name: "kraken", Active: true, State: open, Since: "3h12m", Hour: hour(theme.Good, 20, theme.Bad, 21, theme.Good)},
		{Number: 2, Name: "binance", State: open, Since: "9m", Hour: hour(theme.Neutral, 50, theme.Good)},
		{Number: 3, Name: "plant", State: retry, Detail: "12s", Since: "down since 13:58:02", Down: true, Hour: hour(theme.Good, 54, theme.Bad)},
	}
}

// hour is an hour that was like the first tone until a minute, then like the next one, and so on.
func hour(tone theme.Tone, then ...any) (minutes [60]theme.Tone) {
	for i := range minutes {
		if len(then) > 0 && i == then[0].(int) {
			tone, then = then[1].(theme.Tone), then[2:]
		}
		minutes[i] = tone
	}
	return minutes
}

func sketchFigures() Figures {
	return Figures{
		Value:             Value{Label: "XBT/USD", Known: true, Last: 61240.2, Decimals: 2, ChangePct: 0.31, HasChange: true},
		MessagesPerSecond: 128, BytesPerSecond: 42 << 10,
		LagMedian: 38 * time.Millisecond, LagP99: 210 * time.Millisecond, HasLag: true,
		DataAge: 100 * time.Millisecond, HasData: true, BeatAge: 400 * time.Millisecond, HasBeat: true,
		Gaps: 2, In: 48126, Log: 47300, Beats: 826,
	}
}

func model(width, height int, feeds []Feed, figures Figures) Model {
	m := New(theme.Default())
	m.SetSize(width, height)
	m.SetFeeds(feeds)
	m.SetFigures(figures)
	m.SetClock(clock)
	return m
}

func TestGolden(t *testing.T) {
	for _, size := range []struct{ width, height int }{{240, 2}, {120, 2}, {100, 2}, {80, 2}, {60, 2}, {40, 2}, {30, 2}, {20, 2}, {10, 2}, {80, 1}, {40, 1}, {20, 1}} {
		name := fmt.Sprintf("sketch-%dx%d", size.width, size.height)
		t.Run(name, func(t *testing.T) {
			m := model(size.width, size.height, sketchFeeds(), sketchFigures())
			golden.Check(t, name, ansi.Strip(m.View()))
		})
	}
	t.Run("sketch-120x2-styled", func(t *testing.T) {
		m := model(120, 2, sketchFeeds(), sketchFigures())
		golden.Check(t, "sketch-120x2-styled", m.View())
	})
	// The figures of a long day, and many feeds.
	var feeds []Feed
	for i := range 12 {
		feeds = append(feeds, Feed{Number: i + 1, Name: fmt.Sprintf("exchange-%02d", i+1), State: open, Active: i == 6})
	}
	feeds[6].State = stale
	feeds[1].State, feeds[1].Detail = retry, "1m12s"
	feeds[11].State = failed
	figures := sketchFigures()
	figures.MessagesPerSecond, figures.BytesPerSecond = 101234, 15.3*(1<<20)
	figures.DataAge, figures.Gaps = 42*time.Second, 1234
	figures.Log, figures.Beats, figures.Dropped = 12_345_678_901, 8_640_000, 1_204_000
	figures.In = figures.Log + figures.Beats + figures.Dropped
	for _, width := range []int{240, 120, 80, 40} {
		name := fmt.Sprintf("busy-%dx2", width)
		t.Run(name, func(t *testing.T) {
			m := model(width, 2, feeds, figures)
			golden.Check(t, name, ansi.Strip(m.View()))
		})
	}
	t.Run("start-80x2", func(t *testing.T) {
		m := model(80, 2, []Feed{{Number: 1, Name: "kraken", Active: true, State: connecting}}, Figures{})
		m.SetClock(clock.In(time.FixedZone("CET", 3600)))
		golden.Check(t, "start-80x2", ansi.Strip(m.View()))
	})
	t.Run("none-80x2", func(t *testing.T) {
		m := model(80, 2, nil, Figures{})
		golden.Check(t, "none-80x2", ansi.Strip(m.View()))
	})
}

func TestAnySize(t *testing.T) {
	hostile := "a\x1b]0;title\x07\r\n\u202e\xff世界👨\u200d👩" + strings.Repeat("\u0301", 20)
	wild := Figures{
		Value:             Value{Label: hostile, Unit: hostile, Known: true, Last: math.Inf(-1), Decimals: -1, ChangePct: math.Inf(1), HasChange: true},
		MessagesPerSecond: math.NaN(), BytesPerSecond: math.Inf(1), LagMedian: math.MinInt64, LagP99: math.MaxInt64, HasLag: true,
		DataAge: math.MaxInt64, HasData: true, BeatAge: math.MinInt64, HasBeat: true, Gaps: math.MaxUint64, In: math.MaxUint64, Log: 1, Dropped: math.MaxUint64,
	}
	negative := Figures{Value: Value{Label: hostile, Word: hostile}, MessagesPerSecond: -1e308, BytesPerSecond: math.NaN()}
	feeds := append(sketchFeeds(), Feed{Number: math.MaxInt, Name: hostile, Active: true, State: State{Word: hostile}, Detail: hostile}, Feed{})
	for width := -1; width < 130; width += 1 + width/20 {
		for height := -1; height < 4; height++ {
			for _, figures := range []Figures{{}, sketchFigures(), wild, negative} {
				for _, feeds := range [][]Feed{nil, sketchFeeds(), feeds, feeds[3:]} {
					m := model(width, height, feeds, figures)
					view := m.View()
					golden.CheckSize(t, view, width, height)
					if plain := strings.ReplaceAll(ansi.Strip(view), "\n", ""); text.Sanitize(plain, 4096) != plain {
						t.Fatalf("%dx%d: something got through: %q", width, height, plain)
					}
				}
			}
		}
	}
}

// The state of the active feed and the age of its data are the last to go, and
// what has gone at one width does not come back at a smaller one.
func TestGivesWayInOrder(t *testing.T) {
	figures := sketchFigures()
	figures.Dropped, figures.In = 7, figures.In+7
	order := []string{"data 0.1s", "gaps 2", "7 drop", "128/s", "beat 0.4s", "in 48,133", "47,300 log", "lag 38ms", "XBT/USD", "42KiB/s", "+0.31%", "p99 210ms"}
	gone := map[string]bool{}
	for width := 240; width >= 9; width-- {
		m := model(width, 2, sketchFeeds(), figures)
		_, line, _ := strings.Cut(ansi.Strip(m.View()), "\n")
		for i, what := range order {
			shown := strings.Contains(line, what)
			if shown && gone[what] {
				t.Errorf("%d cells: %q is back: %q", width, what, line)
			}
			if !shown {
				gone[what] = true
			}
			for _, less := range order[i+1:] {
				if !shown && !gone[less] {
					t.Errorf("%d cells: %q went before %q: %q", width, what, less, line)
				}
			}
		}
		if gone["data 0.1s"] {
			t.Errorf("%d cells: the age of the data has gone: %q", width, line)
		}
	}
	for width := 240; width >= 4; width-- {
		m := model(width, 2, sketchFeeds(), figures)
		if line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); !strings.Contains(line, "OPEN") {
			t.Errorf("%d cells: the state has gone: %q", width, line)
		}
	}
}

func TestEightyColumnsHoldWhatMatters(t *testing.T) {
	m := model(80, 2, sketchFeeds(), sketchFigures())
	view := ansi.Strip(m.View())
	for _, want := range []string{"1 kraken OPEN", "2 binance OPEN", "3 plant RETRY 12s", "14:03:22Z", "128/s", "data 0.1s", "beat 0.4s", "gaps 2"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
}

func TestTheActiveFeedStaysVisible(t *testing.T) {
	for active := 0; active < 40; active += 3 { // the first and the last too
		var feeds []Feed
		for i := range 40 {
			feeds = append(feeds, Feed{Number: i + 1, Name: fmt.Sprintf("feed-%d", i+1), State: open, Active: i == active})
		}
		for _, width := range []int{240, 80, 40, 25} {
			m := model(width, 2, feeds, Figures{})
			if want := fmt.Sprintf("[%d feed-%d OPEN]", active+1, active+1); !strings.Contains(ansi.Strip(m.View()), want) {
				t.Errorf("%d cells: no %s in %q", width, want, ansi.Strip(m.View()))
			}
		}
	}
}

func TestHiddenTroubleIsCounted(t *testing.T) {
	feeds := append(sketchFeeds(), Feed{Number: 4, Name: "mine", State: open})
	for width, want := range map[int]string{
		72: "plant RETRY 12s  +1 ", 60: "binance OPEN  +2, 1 unhealthy ", 44: "kraken OPEN] +3, 1 unhealthy ", 40: "kraken OPEN] +3! ",
	} {
		m := model(width, 2, feeds, Figures{})
		if line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); !strings.Contains(line, want) {
			t.Errorf("%d cells: no %q in %q", width, want, line)
		}
	}
	m := model(60, 2, sketchFeeds(), Figures{})
	if line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); !strings.Contains(line, "+1 unhealthy") {
		t.Errorf("no +1 unhealthy in %q", line)
	}
}

func TestOpenIsGreenOnlyWhereEverythingHasData(t *testing.T) {
	feeds := []Feed{{Number: 1, Name: "kraken", Active: true, State: open, Detail: "2 no data", Brief: "2 unhealthy", Degraded: true}}
	m := model(120, 2, feeds, Figures{})
	if view := m.View(); !strings.Contains(view, m.th.Warn.Render("OPEN 2 no data")) {
		t.Errorf("not in the colour of a warning: %q", view)
	}
	feeds[0].Detail, feeds[0].Degraded = "", false
	m.SetFeeds(feeds)
	if view := m.View(); !strings.Contains(view, m.th.Good.Render("OPEN")) {
		t.Errorf("not green: %q", view)
	}
	feeds[0].Detail, feeds[0].Degraded = "TLS UNVERIFIED 1 rejected 1 no answer 1 no data", true
	m.SetFeeds(feeds)
	if view := ansi.Strip(m.View()); !strings.Contains(view, feeds[0].Detail) {
		t.Errorf("not all troubles are there, with space beside them: %q", view)
	}
	other := append(sketchFeeds()[:1:1], Feed{Number: 2, Name: "other", State: open, Detail: "1 ended", Degraded: true})
	m = model(36, 2, other, Figures{})
	if line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); !strings.Contains(line, "+1!") && !strings.Contains(line, "+1 unhealthy") {
		t.Errorf("a hidden feed with an ended subscription is not counted: %q", line)
	}
}

func TestTheNameIsNotCutForTheCounts(t *testing.T) {
	feeds := []Feed{{Number: 1, Name: "hostile", Active: true, State: open, Detail: "1 rejected 1 ended 1 stale", Brief: "3 unhealthy", Degraded: true}}
	m := model(40, 1, feeds, Figures{})
	if line := ansi.Strip(m.View()); !strings.Contains(line, "hostile OPEN 3 unhealthy") {
		t.Errorf("%q", line)
	}
}

func TestTheBalanceIsThereWhenSomethingWasDropped(t *testing.T) {
	figures := sketchFigures()
	m := model(170, 2, sketchFeeds(), figures)
	if view := ansi.Strip(m.View()); strings.Contains(view, "in 48,126") {
		t.Errorf("nothing was dropped, and there is a balance in\n%s", view)
	}
	figures.Dropped, figures.In = 7, figures.In+7
	m.SetFigures(figures)
	if view := ansi.Strip(m.View()); !strings.Contains(view, "in 48,133 = 47,300 log + 826 beats + 7 dropped") {
		t.Errorf("no balance in\n%s", view)
	}
}

// Since when a feed is as it is, and its last hour, are what the first line has space for when all feeds have their places.
func TestExtrasTakeNoSpaceFromFeeds(t *testing.T) {
	for width := 240; width >= 30; width-- {
		with := model(width, 2, sketchFeeds(), sketchFigures())
		bare := sketchFeeds()
		for i := range bare {
			bare[i].Since, bare[i].Hour = "", [60]theme.Tone{}
		}
		without := model(width, 2, bare, sketchFigures())
		for _, name := range []string{"kraken", "binance", "plant", "14:03:22Z", "unhealthy"} {
			a, b := strings.Contains(ansi.Strip(with.View()), name), strings.Contains(ansi.Strip(without.View()), name)
			if a != b {
				t.Errorf("%d cells: %q is there with extras: %v, without: %v", width, name, a, b)
			}
		}
	}
}

func TestSinceWhenTheActiveFeedIsDownIsWorthMoreThanOtherNames(t *testing.T) {
	feeds := sketchFeeds()
	for i := range feeds {
		feeds[i].Active = i == 2
	}
	m := model(72, 2, feeds, Figures{})
	if line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); !strings.Contains(line, "RETRY 12s, down since 13:58:02]") || !strings.Contains(line, "+1 ") {
		t.Errorf("%q", line)
	}
}

func TestBalanceThatDoesNotAddUpSaysSo(t *testing.T) {
	figures := sketchFigures()
	figures.In++
	m := model(170, 2, sketchFeeds(), figures)
	if view := ansi.Strip(m.View()); !strings.Contains(view, "in 48,127 ≠ 47,300 log + 826 beats + 0 dropped") {
		t.Errorf("no ≠ in\n%s", view)
	}
}

func TestViewIsKeptUntilSomethingChanges(t *testing.T) {
	m := model(120, 2, sketchFeeds(), sketchFigures())
	m.View()
	m.SetSize(120, 2)
	m.SetFeeds(sketchFeeds())
	m.SetFigures(sketchFigures())
	m.SetClock(clock.Add(400 * time.Millisecond))
	if m.dirty {
		t.Error("drawn again for nothing new")
	}
	feeds := sketchFeeds()
	m.SetFeeds(feeds)
	feeds[0].State = stale // the caller's slice
	if view := ansi.Strip(m.View()); !strings.Contains(view, "[1 kraken OPEN ") {
		t.Errorf("the widget shows what was not set:\n%s", view)
	}
	m.SetFeeds(feeds)
	m.SetClock(clock.Add(time.Second))
	if view := ansi.Strip(m.View()); !strings.Contains(view, "[1 kraken STALE ") || !strings.Contains(view, "14:03:23Z") {
		t.Errorf("the widget does not show what was set:\n%s", view)
	}
}

func BenchmarkView(b *testing.B) {
	for _, width := range []int{120, 80} {
		m := model(width, 2, sketchFeeds(), sketchFigures())
		b.Run(fmt.Sprintf("dirty-%d", width), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.dirty = true
				m.View()
			}
		})
	}
	m := model(120, 2, sketchFeeds(), sketchFigures())
	b.Run("clean", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.View()
		}
	})
}

// TestGapsAndLagsAreTrue: what is not numbered has no number of gaps, and what is beyond the range is said to be.
func TestGapsAndLagsAreTrue(t *testing.T) {
	m := New(theme.Default())
	m.SetSize(120, 2)
	m.SetFeeds([]Feed{{Number: 1, Name: "x", Active: true, State: open}})
	for want, f := range map[string]Figures{
		"gaps n/a":              {},
		"gaps 0":                {Numbered: true},
		"gaps 3":                {Numbered: true, Gaps: 3},
		"lag -9h00m p99 -8h00m": {HasLag: true, LagMedian: -9 * time.Hour, LagP99: -8 * time.Hour},
		"lag < -3d p99 > 3d":    {HasLag: true, LagMedian: -lagMost - 1, LagP99: lagMost + 1},
		"lag -3d p99 3d":        {HasLag: true, LagMedian: -lagMost, LagP99: lagMost},
	} {
		m.SetFigures(f)
		if view := ansi.Strip(m.View()); !strings.Contains(view, want) {
			t.Errorf("%+v: no %q in\n%s", f, want, view)
		}
	}
}

var (
	connecting = State{"CONNECTING", theme.Warn}
	open       = State{"OPEN", theme.Good}
	stale      = State{"STALE", theme.Warn}
	retry      = State{"RETRY", theme.Warn}
	failed     = State{"FAILED", theme.Bad}
)

func TestTheSelectedValueIsInTheSecondLine(t *testing.T) {
	for want, v := range map[string]Value{
		"XBT/USD 61,240.20 +0.31% |":   {Label: "XBT/USD", Known: true, Last: 61240.2, Decimals: 2, ChangePct: 0.31, HasChange: true},
		"temp 21.5 °C |":               {Label: "temp", Unit: "°C", Known: true, Last: 21.5, Decimals: -1},
		"temp unavailable |":           {Label: "temp", Unit: "°C", Word: "unavailable"},
		"SOL/USD – |":                  {Label: "SOL/USD"},
		"XBT/USD 61,240 -0.31% |":      {Label: "XBT/USD", Known: true, Last: 61240, ChangePct: -0.31, HasChange: true, Old: true},
		"a␛[31m 1 |":                   {Label: "a\x1b[31m", Known: true, Last: 1},
		" 128/s 42KiB/s | lag 38ms p9": {},
	} {
		figures := sketchFigures()
		figures.Value = v
		m := model(120, 2, sketchFeeds(), figures)
		_, line, _ := strings.Cut(ansi.Strip(m.View()), "\n")
		if !strings.Contains(line, want) {
			t.Errorf("%q, want %q", line, want)
		}
	}
}

// TestAValueThatIsNotOfNowIsDrawnAsSuch: one that has ended, and one that is old, in every theme.
func TestAValueThatIsNotOfNowIsDrawnAsSuch(t *testing.T) {
	for _, name := range theme.Names() {
		th, err := theme.New(theme.Appearance{Theme: name})
		if err != nil {
			t.Fatal(err)
		}
		for want, v := range map[string]Value{
			"unavailable": {Label: "temp", Word: "unavailable"},
			"–":           {Label: "temp"},
			"21.5":        {Label: "temp", Known: true, Last: 21.5, Decimals: 1, Old: true},
		} {
			m := New(th)
			m.SetSize(120, 2)
			figures := sketchFigures()
			figures.Value = v
			m.SetFigures(figures)
			m.SetFeeds(sketchFeeds())
			if want = th.PastValue().Render(want); !strings.Contains(m.View(), want) {
				t.Errorf("%s: no %q in\n%q", name, want, m.View())
			}
		}
	}
}

func TestTheClockCanDoWithoutSeconds(t *testing.T) {
	m := model(120, 2, sketchFeeds(), sketchFigures())
	m.HideSeconds()
	m.SetClock(clock)
	view := m.View()
	if line, _, _ := strings.Cut(ansi.Strip(view), "\n"); !strings.HasSuffix(line, " 14:03Z ") {
		t.Errorf("%q", line)
	}
	if m.SetClock(clock.Add(30 * time.Second)); m.dirty {
		t.Error("drawn again for a second that it does not show")
	}
	if m.SetClock(clock.Add(time.Minute)); !strings.Contains(m.View(), "14:04Z") {
		t.Errorf("after a minute: %q", m.View())
	}
}
