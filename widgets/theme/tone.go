package theme

import "charm.land/lipgloss/v2"

// Tone is what a state means to an operator, for records of states that know no theme.
type Tone uint8

// The tones. The zero one is what is read like any text.
const (
	Neutral Tone = iota
	Quiet        // secondary
	Good
	Warn
	Bad
)

// Tone returns the style of a tone.
func (th *Theme) Tone(t Tone) lipgloss.Style {
	switch t {
	case Quiet:
		return th.Dim
	case Good:
		return th.Good
	case Warn:
		return th.Warn
	case Bad:
		return th.Bad
	default:
		return th.Text
	}
}
