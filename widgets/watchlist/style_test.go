package watchlist

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

// alerted is the market with alerts, and with reasons that are long.
func alerted() []Row {
	rows := market()
	rows[1].Alert, rows[5].Alert, rows[4].Alert = true, true, true
	rows[2].Reason = "asked for 12s ago"
	rows[3].Reason = "Currency pair not supported: FOO/USD is not in the list of pairs of this exchange"
	return append(rows, Row{Label: "plant/boiler/temp", State: Rejected, Reason: "no such sensor"})
}

func TestAlertsAndReasonsGolden(t *testing.T) {
	for _, size := range [][2]int{{100, 12}, {60, 12}, {40, 12}, {26, 12}, {20, 12}} {
		name := fmt.Sprintf("alerts-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			m := listOf(size[0], size[1], alerted())
			m.selectRow(3)
			golden.CheckSize(t, m.View(), size[0], size[1])
			golden.Check(t, name, ansi.Strip(m.View()))
		})
	}
}

// A reason has the whole of its line, and the selected row's has the lower border too if that is not enough.
func TestReasonIsReadable(t *testing.T) {
	const reason = "pair not found in this market"
	rows := []Row{
		{Label: "XBT/USD", Last: 61240.2, Decimals: 1, HasValue: true, ChangePct: 0.31, Spark: swing(5), PerSecond: 96.3},
		{Label: "plant/boiler/temperature", State: Plain},
		{Label: "FOO", State: Rejected, Reason: reason},
	}
	m := listOf(48, 8, rows)
	if view := ansi.Strip(m.View()); !strings.Contains(view, "✗ FOO rejected: "+reason) {
		t.Errorf("the reason is cut where there is space for it:\n%s", view)
	}
	m.SetSize(36, 8)
	if view := ansi.Strip(m.View()); strings.Contains(view, reason) {
		t.Errorf("not the selected row, and the border says\n%s", view)
	}
	m.selectRow(2)
	lines := strings.Split(ansi.Strip(m.View()), "\n")
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "╰ "+reason+" ─") {
		t.Errorf("the border says %q", last)
	}
	m.SetSize(60, 8)
	if view := ansi.Strip(m.View()); strings.Count(view, "pair not") != 1 {
		t.Errorf("what can be read in the row is said twice:\n%s", view)
	}
}

func TestAlertStaysAtAnyWidth(t *testing.T) {
	rows := alerted()
	for width := 12; width < 120; width++ {
		m := listOf(width, 12, rows)
		view := ansi.Strip(m.View())
		if strings.Count(view, "!") != 3 {
			t.Fatalf("%d cells: not three signs in\n%s", width, view)
		}
		golden.CheckSize(t, m.View(), width, 12)
	}
	for i := range rows {
		rows[i].Alert = false
	}
	if view := ansi.Strip(listOf(60, 12, rows).View()); strings.Contains(view, "!") {
		t.Errorf("no alert, and a sign of one:\n%s", view)
	}
}

func TestThemesGolden(t *testing.T) {
	for _, name := range theme.Names()[1:] { // the first is one of the others
		th, err := theme.New(theme.Appearance{Theme: name, Background: theme.DarkBackground})
		if err != nil {
			t.Fatal(err)
		}
		m := New(th)
		m.SetSize(60, 12)
		m.SetRows(alerted())
		m.SetFooter("reconnects 1  up 3h12m")
		m.SetFocused(true)
		golden.Check(t, "theme-"+name, golden.Styles(m.View()))
	}
}

func TestASCIIHasNoOtherCharacters(t *testing.T) {
	th, ascii := theme.Default(), theme.Default()
	ascii.Glyphs = text.ASCII
	m := New(th)
	for _, rows := range map[string][]Row{"market": alerted(), "hostile": hostile(), "none": nil} {
		m.SetRows(rows)
		m.SetFooter("нет связи\x1b[2J")
		for width := 0; width < 120; width += 3 {
			for i := range max(len(rows), 1) {
				m.SetSize(width, 9)
				m.selectRow(i)
				m.SetTheme(th)
				m.View()
				m.SetTheme(ascii)
				golden.CheckSize(t, m.View(), width, 9)
				golden.CheckASCII(t, m.View())
			}
		}
	}
	fresh := New(ascii)
	fresh.SetSize(60, 12)
	fresh.SetRows(alerted())
	golden.Check(t, "ascii", ansi.Strip(fresh.View()))
}

// TestNoValueAndLargeOnes: a value that has ended is the feed's word or a dash, without a unit; a whole number is written out
// where nothing gives way to it.
func TestNoValueAndLargeOnes(t *testing.T) {
	rows := []Row{
		{Label: "kitchen", Ended: true, Word: "unavailable", Unit: "mV", HasAge: true, Age: 12 * time.Second},
		{Label: "garden", Ended: true, Word: "\x1b[2J\n", HasAge: true},
		{Label: "hall", Ended: true},
		{Label: "order", HasValue: true, Last: 120601524118512, ChangePct: math.NaN(), Unit: "mV"},
		{Label: "wei", HasValue: true, Last: 2400000000000000000, ChangePct: math.NaN()},
		{Label: "id", HasValue: true, Last: 9007199254740991, ChangePct: math.NaN()},
	}
	wide := ansi.Strip(listOf(100, 12, rows).View())
	for _, want := range []string{"unavailable", "12s", "␛[2J", "–", "120,601,524,118,512", "2.4e+18", "9,007,199,254,740,991"} {
		if !strings.Contains(wide, want) {
			t.Errorf("no %s in\n%s", want, wide)
		}
	}
	if strings.Count(wide, "mV") != 1 {
		t.Errorf("a unit of no number:\n%s", wide)
	}
	narrow := ansi.Strip(listOf(46, 12, rows).View())
	for _, want := range []string{"unavailable", "1.20602e+14", "2.4e+18", "9.0072e+15"} {
		if !strings.Contains(narrow, want) {
			t.Errorf("no %s in\n%s", want, narrow)
		}
	}
}

// TestAValueThatIsNotOfNowIsDrawnAsSuch: one that has ended, and one of a row whose data is too old, in every theme.
func TestAValueThatIsNotOfNowIsDrawnAsSuch(t *testing.T) {
	for _, name := range theme.Names() {
		th, err := theme.New(theme.Appearance{Theme: name})
		if err != nil {
			t.Fatal(err)
		}
		m := New(th)
		m.SetSize(60, 6)
		m.SetColumns([]string{"bid"})
		m.SetRows([]Row{
			{Label: "kitchen", Ended: true, Word: "unavailable", Values: []Value{{Word: "off"}}},
			{Label: "hall", State: Stale, HasValue: true, Last: 21.5, Decimals: -1, ChangePct: math.NaN(), Values: []Value{{Known: true, Number: 7.25, Decimals: -1}}},
		})
		for _, value := range []string{"unavailable", "off", "21.5", "7.25"} {
			if want := th.PastValue().Render(value); !strings.Contains(m.View(), want) {
				t.Errorf("%s: no %q in\n%q", name, want, m.View())
			}
		}
	}
}

// TestAWordForNoValueMakesNoColumnWider has one sensor of several say a long word, in widths in which names are cut.
func TestAWordForNoValueMakesNoColumnWider(t *testing.T) {
	rows := []Row{
		{Label: "sensor.kitchen_temperature", HasValue: true, Last: 21.5, Decimals: 1, ChangePct: 0.3, Unit: "°C", HasAge: true},
		{Label: "sensor.garden_temperature", HasValue: true, Last: 7.5, Decimals: 1, ChangePct: 0.3, Unit: "°C", HasAge: true},
	}
	for width := 34; width < 100; width++ {
		name := func() string {
			line := strings.Split(ansi.Strip(listOf(width, 6, rows).View()), "\n")[2]
			return strings.Fields(line)[0] + " " + strings.Fields(line)[1]
		}
		rows[1].Ended, rows[1].HasValue, rows[1].Word = false, true, ""
		before := name()
		rows[1].Ended, rows[1].HasValue, rows[1].Word = true, false, "unavailable"
		if after := name(); after != before {
			t.Errorf("%d cells: %q becomes %q", width, before, after)
		}
		if view := ansi.Strip(listOf(width, 6, rows).View()); !strings.Contains(view, "unavail") {
			t.Errorf("%d cells: no word in\n%s", width, view)
		}
	}
}
