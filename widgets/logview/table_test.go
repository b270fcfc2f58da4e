package logview

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
	"sockeye/widgets/theme"
)

// row appends an event with values.
func (h *history) row(label, text string, records int, cells ...string) {
	if h.fields == nil {
		h.fields = make(map[uint64]Fields)
	}
	h.fields[h.End()] = Fields{Rule: 1, Cells: cells, Records: records}
	h.append(Event, label, text)
}

// prices is a log of two labels with values, and of other entries.
func prices() *history {
	h := &history{first: 88200}
	h.append(Notice, "", "open")
	h.append(Sent, "", `{"event":"subscribe"}`)
	h.row("XBT/USD", `["61240.20000","12.03"]`, 1, "61,240.2", "12.03", "")
	h.row("ETH/USD", `["3012.40000","210.70"]`, 1, "3,012.4", "210.70", "")
	h.row("XBT/USD", `["61240.20000","13.5"]`, 12, "61,240.2", "13.50", "9")
	h.append(Gap, "", "GAP seq 88215 → 88230, 14 lost")
	h.append(Unmatched, "", `{"hello":"world"}`)
	h.row("ETH/USD", `["unavailable"]`, 1, "unavailable", "", "")
	return h
}

func tabular(h *history, width, height int) Model {
	m := model(h, width, height)
	m.SetColumns([]string{"price", "volume", "trades"}, 0)
	return m
}

func TestEventsAreRowsUnderTheNamesOfTheirValues(t *testing.T) {
	for _, width := range []int{100, 60, 44} {
		m := tabular(prices(), width, 12)
		golden.CheckSize(t, m.View(), width, 12)
		golden.Check(t, fmt.Sprintf("table-%dx12", width), ansi.Strip(m.View()))
	}
}

// TestTheHeadingOfShortLabelsIsWhole where there is space; the columns are under their names with it.
func TestTheHeadingOfShortLabelsIsWhole(t *testing.T) {
	h := &history{first: 1}
	h.row("A", `["61240.20000","12.03"]`, 1, "61,240.2", "12.03", "")
	m := tabular(h, 80, 6)
	lines := strings.Split(inside(&m), "\n")
	if heading, row := lines[0], strings.Replace(lines[1], "▸", " ", 1); !strings.Contains(heading, " symbol ") || strings.Index(heading, "price")+len("price") != strings.Index(row, "61,240.2")+len("61,240.2") {
		t.Errorf("the heading and a row are\n%s\n%s", heading, row)
	}
}

func TestTableHasAnySize(t *testing.T) {
	for width := range 70 {
		for height := range 10 {
			m := tabular(prices(), width, height)
			golden.CheckSize(t, m.View(), width, height)
			m.Up(2)
			m.Do(Right)
			golden.CheckSize(t, m.View(), width, height)
		}
	}
}

// TestWhatIsAsBeforeDiffersFromWhatIsNew: it is dim, or where a theme has no colour for that, what is new is bold. It is compared
// with the last event of the same label.
func TestWhatIsAsBeforeDiffersFromWhatIsNew(t *testing.T) {
	for _, name := range theme.Names() {
		m := tabular(prices(), 100, 12)
		th, err := theme.New(theme.Appearance{Theme: name})
		must(t, err)
		m.SetTheme(th)
		line := strings.Split(m.View(), "\n")[6]
		if !strings.Contains(line, th.Dim.Render("61,240.2")) || !strings.Contains(line, th.New.Render("13.50")) || th.New.Render("x") == th.Dim.Render("x") {
			t.Errorf("%s: the price is as before and the volume is not, in %q", name, line)
		}
	}
}

func TestRawShowsWhatCame(t *testing.T) {
	m := tabular(prices(), 100, 12)
	m.Do(ToggleRaw)
	if got := inside(&m); !strings.Contains(got, `["61240.20000","13.5"]`) || strings.Contains(got, "price") {
		t.Errorf("raw, there is\n%s", got)
	}
	m.Do(ToggleWrap)
	m.Do(ToggleRaw)
	if got := inside(&m); !strings.Contains(got, "price") {
		t.Errorf("the table has not come back:\n%s", got)
	}
	m.Do(ToggleWrap)
	if got := inside(&m); strings.Contains(got, "price") {
		t.Errorf("wrapped texts are in a table:\n%s", got)
	}
}

// TestColumnsWithoutSpaceAreCounted, and reached by the keys that move texts sideways.
func TestColumnsWithoutSpaceAreCounted(t *testing.T) {
	m := tabular(prices(), 44, 12)
	if got := title(&m); !strings.Contains(got, "+1 column") {
		t.Errorf("the title is %q", got)
	}
	m.Do(Right)
	m.Do(Right)
	heading := strings.Split(inside(&m), "\n")[0]
	if !strings.Contains(heading, "trades") || strings.Contains(heading, "price") {
		t.Errorf("moved to the right, the heading is %q", heading)
	}
	m.Do(Left)
	if heading := strings.Split(inside(&m), "\n")[0]; !strings.Contains(heading, "price") {
		t.Errorf("moved back, the heading is %q", heading)
	}
}

// TestTheMainColumnIsInTheWindow in one too narrow for those before it, until the operator moves the columns.
func TestTheMainColumnIsInTheWindow(t *testing.T) {
	h := &history{first: 1}
	for range 8 {
		h.row("XBT/USD", `["61240.2","61271.7"]`, 1, "61,240.20", "61,271.70", "61,177.60", "61,239.80", "12.03125000")
	}
	for width, want := range map[int]string{28: "close", 40: "low close", 52: "high low close", 120: "open high low close volume"} {
		m := model(h, width, 8)
		m.SetColumns([]string{"open", "high", "low", "close", "volume"}, 3)
		heading := strings.Fields(strings.Trim(strings.Split(ansi.Strip(m.View()), "\n")[1], "│"))
		if got := strings.Join(heading[2:], " "); got != want {
			t.Errorf("%d cells show %s, want %s", width, got, want)
		}
	}
	m := model(h, 40, 8)
	m.SetColumns([]string{"open", "high", "low", "close", "volume"}, 3)
	golden.Check(t, "table-40x8", ansi.Strip(m.View()))
	m.Do(Left)
	m.Do(Left)
	if got := inside(&m); !strings.Contains(got, "open") || strings.Contains(got, "close") {
		t.Errorf("moved to the left, there is\n%s", got)
	}
}

// TestAHitIsSeen in a cell, or in the message where no cell has it.
func TestAHitIsSeen(t *testing.T) {
	m := tabular(prices(), 100, 12)
	must(t, m.SetSearch("210"))
	work(t, &m, 1000)
	if got := highlighted(&m); len(got) != 1 || got[0] != "210" {
		t.Errorf("marked is %q", got)
	}
	must(t, m.SetSearch("20000"))
	work(t, &m, 1000)
	if got := highlighted(&m); len(got) != 2 || !strings.Contains(ansi.Strip(m.View()), `["61240.20000","13.5"]`) {
		t.Errorf("marked is %q, in\n%s", got, inside(&m))
	}
}

// TestANumberIsFoundAsTheColumnHasIt: its messages have it without separators.
func TestANumberIsFoundAsTheColumnHasIt(t *testing.T) {
	for search, want := range map[string]int{"61,240.2": 2, "61,2": 2, "3,012": 1, "61,24,0": 0, "1,,2": 0} {
		m := tabular(prices(), 100, 12)
		must(t, m.SetSearch(search))
		work(t, &m, 1000)
		if got := highlighted(&m); len(got) != want || m.Search() != search {
			t.Errorf("/%s marks %q, want %d; it is called %s", search, got, want, m.Search())
		}
	}
}

// TestARowStaysAsItIs while others arrive: what is drawn anew costs bytes.
func TestARowStaysAsItIs(t *testing.T) {
	h := prices()
	m := tabular(h, 100, 12)
	before := strings.Split(m.View(), "\n")
	h.row("XBT/USD", "", 1, "61,240.2", "13.50", "9")
	m.Refresh()
	after := strings.Split(m.View(), "\n")
	for i := 3; i < 9; i++ { // they have moved up by no line: there was space
		if before[i] != after[i] {
			t.Errorf("line %d was %q and is %q", i, before[i], after[i])
		}
	}
}

// TestLongLabelsDiffer: a label is shortened where it is not what tells it apart, in the entries that are on the screen already too,
// and what a search finds in it is marked where it stands.
func TestLongLabelsDiffer(t *testing.T) {
	h := &history{first: 1}
	h.append(Event, "navigation.speedOverGround", "1")
	h.append(Event, "navigation.speedThroughWater", "2")
	m := model(h, 60, 8)
	view := ansi.Strip(m.View())
	for _, want := range []string{"naviga…rGround  1", "naviga…ghWater  2"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
	if err := m.SetSearch("Water"); err != nil {
		t.Fatal(err)
	}
	for m.Work(100) {
	}
	th := theme.Default()
	if want := th.Match.Render("Water"); !strings.Contains(m.View(), want) {
		t.Errorf("%q is not marked in\n%q", want, m.View())
	}
}
