package logview

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sockeye/widgets/golden"
)

// onScreen are the numbers of the entries in the window, each behind the sign in front of it.
func onScreen(m *Model) string {
	var entries []string
	for line := range strings.SplitSeq(inside(m), "\n") {
		if sign, text, ok := strings.Cut(strings.TrimPrefix(line, "│"), "#"); ok {
			number, _, _ := strings.Cut(text, "#")
			entries = append(entries, string([]rune(sign)[0])+number)
		}
	}
	return strings.Join(entries, ",")
}

func TestBudgetBoundsWhatIsNew(t *testing.T) {
	h := &history{first: 1}
	m := model(h, 60, 7) // five lines
	m.SetBudget(0)       // as at the start of a screen
	for _, step := range []struct {
		end, budget int
		want        string
		gaps        bool
	}{
		{3, 2, "…2,▸3", true},
		{4, 2, "…2, 3,▸4", true},          // no more than it can bring
		{9, 2, "…2, 3, 4,…8,▸9", true},    // more
		{9, 2, "…2, 3, 4,…8,▸9", true},    // nothing new
		{11, 2, " 4,…8, 9, 10,▸11", true}, // scrolls
		{31, 2, " 9, 10, 11,…30,▸31", true},
		{50, 1, " 10, 11,…30, 31,▸50", true},        // the cursor is where the sign would be
		{51, 1, " 11,…30, 31,…50,▸51", true},        // and has moved on
		{300, 9, " 296, 297, 298, 299,▸300", false}, // the link has become better
	} {
		for h.End() <= uint64(step.end) {
			h.append(Event, "", fmt.Sprintf("#%d#", h.End()))
		}
		m.SetBudget(step.budget)
		m.Refresh()
		if got := onScreen(&m); got != step.want {
			t.Errorf("at entry %d, %d at a time: %q, want %q", step.end, step.budget, got, step.want)
		}
		if said := strings.Contains(m.View(), "… "+leftOut); said != step.gaps {
			t.Errorf("at entry %d the border says that entries are left out: %v", step.end, said)
		}
		golden.CheckSize(t, m.View(), 60, 7)
	}
}

// TestWhatAKeyChangesIsWhole has keys change how entries are drawn, which of them are shown, and where the window is.
func TestWhatAKeyChangesIsWhole(t *testing.T) {
	whole := " 96, 97, 98, 99,▸100"
	for name, test := range map[string]struct {
		do   func(*Model)
		want string
	}{
		"another time":   {func(m *Model) { m.Do(CycleTime) }, whole},
		"a mark":         {func(m *Model) { m.Do(ToggleMark); m.Do(ToggleMark) }, whole},
		"scrolling":      {func(m *Model) { m.Up(1) }, " 96, 97, 98,▸99, 100"},
		"stopping":       {(*Model).Pin, whole},
		"resuming":       {func(m *Model) { m.Up(1); m.View(); m.Resume() }, whole},
		"a filter":       {func(m *Model) { must(t, m.AddFilter("0#", false)); work(t, m, 10) }, " 60, 70, 80, 90,▸100"},
		"another width":  {func(m *Model) { m.SetSize(70, 7) }, whole},
		"another screen": {func(m *Model) { m.Redraw() }, whole},
	} {
		t.Run(name, func(t *testing.T) {
			h := &history{first: 1}
			for range 90 {
				h.append(Event, "", fmt.Sprintf("#%d#", h.End()))
			}
			m := model(h, 60, 7)
			m.View()
			m.SetBudget(1)
			for range 10 {
				h.append(Event, "", fmt.Sprintf("#%d#", h.End()))
			}
			m.Refresh()
			if got := onScreen(&m); got != " 87, 88, 89, 90,▸100" {
				t.Fatalf("before that there is %q", got)
			}
			test.do(&m)
			if got := onScreen(&m); got != test.want {
				t.Errorf("there is %q, want %q", got, test.want)
			}
		})
	}
}

func TestBudgetHoldsWhenOnlyTheHeightChanges(t *testing.T) {
	h := &history{first: 1}
	for range 90 {
		h.append(Event, "", fmt.Sprintf("#%d#", h.End()))
	}
	m := model(h, 60, 7)
	m.SetBudget(0)
	if got := m.View(); strings.Trim(got, " \n") != "" {
		t.Errorf("without a budget there is\n%s", got)
	}
	golden.CheckSize(t, m.View(), 60, 7)
	m.SetBudget(2)
	for _, height := range []int{7, 6, 9, 20} {
		m.SetSize(60, height)
		if got := onScreen(&m); got != "…89,▸90" {
			t.Errorf("%d lines high there is %q", height, got)
		}
	}
}

// TestBudgetHoldsWhateverHappens has entries arrive and go, and keys pressed, at random. Where only entries have arrived, no
// more lines are new than the budget allows, and the last entry is among them.
func TestBudgetHoldsWhateverHappens(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	h := &history{first: 1000}
	h.mixture(r, 50)
	m := model(h, 90, 12)
	steps := []func(){
		func() { m.Do(CycleTime) }, func() { m.Do(ToggleMark) }, func() { m.Up(r.IntN(5)) }, func() { m.Down(r.IntN(5)) },
		m.Pin, m.Resume, m.Resume, m.Resume, m.Redraw, func() { m.SetSize(60+r.IntN(60), 5+r.IntN(12)) },
		func() { must(t, m.AddFilter("value 1", r.IntN(2) == 0)) }, m.ClearFilters, func() { m.Work(r.IntN(100)) },
		func() { h.evict(min(len(h.entries), r.IntN(60))); m.Refresh() },
	}
	for range 500 {
		budget := 1 + r.IntN(14)
		m.SetBudget(budget)
		steps[r.IntN(len(steps))]()
		golden.CheckSize(t, m.View(), m.width, m.height)
		scanned := r.IntN(3) > 0 // else what filters find is shown whatever the budget
		if scanned {
			work(t, &m, 1000)
		}
		before, _ := numbers(t, &m)
		h.mixture(r, r.IntN(30))
		m.Refresh()
		golden.CheckSize(t, m.View(), m.width, m.height)
		after, _ := numbers(t, &m)
		if !slices.IsSorted(after) {
			t.Fatalf("the entries are %v", after)
		}
		if !m.Live() {
			continue
		}
		fresh := slices.DeleteFunc(slices.Clone(after), func(n uint64) bool { return slices.Contains(before, n) })
		if scanned && len(fresh) > budget && budget < m.height-2 {
			t.Fatalf("%d lines are new, %d may be: %v, were %v", len(fresh), budget, after, before)
		}
		if n, ok := m.Selected(); ok && (len(after) == 0 || after[len(after)-1] != n) {
			t.Fatalf("the last of %v is %d", after, n)
		}
		if r.IntN(50) == 0 {
			m.SetBudget(0)
			m.View()
		}
	}
}
