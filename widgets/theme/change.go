package theme

import "charm.land/lipgloss/v2"

// Change is how a number that is shown has changed last. The zero Change is none.
type Change struct {
	Before float64 // what it was
	Rise   int     // 1 where it has risen, -1 where it has fallen; 0: it has not changed
	Fresh  bool    // that was within the last second
}

// Digits returns the style of the digits that have changed: in the colour of rise or fall, and bold while that is fresh. Where a
// colour is read only because it is bold, they have it while they are fresh.
func (th *Theme) Digits(c Change) lipgloss.Style {
	style := th.Up
	if c.Rise < 0 {
		style = th.Down
	}
	if style.GetBold() && !c.Fresh {
		return th.Text
	}
	return style.Bold(c.Fresh)
}

// ChangedFrom returns at which byte a number as it is written begins to differ from another one. Of different lengths, all of it does.
func ChangedFrom(now, before string) int {
	if len(now) != len(before) {
		return 0
	}
	for i := range len(now) {
		if now[i] != before[i] {
			return i
		}
	}
	return len(now)
}
