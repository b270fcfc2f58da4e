package theme

import (
	"strings"

	"sockeye/widgets/text"
)

// Strip shows what stretches of time of equal length were like, oldest first, in so many cells: of those that share a cell the
// worst, which is the last in the order of the tones. A height beside the colour distinguishes them. Of neutral ones nothing
// is known.
func (th *Theme) Strip(tones []Tone, cells int) string {
	l := text.NewLine(th.Glyphs, cells)
	th.AddStrip(l, tones, cells)
	return l.String()
}

// AddStrip adds a [Theme.Strip] to a line.
func (th *Theme) AddStrip(l *text.Line, tones []Tone, cells int) {
	if len(tones) == 0 || cells <= 0 {
		return
	}
	signs := th.Glyphs.Signs()
	glyphs := [...]string{
		Neutral: signs.Byte, Quiet: signs.Horizontal,
		Good: string(signs.Heights[6]), Warn: string(signs.Heights[3]), Bad: string(signs.Heights[0]),
	}
	var run strings.Builder
	before := Neutral
	flush := func() {
		if run.Len() > 0 {
			style := th.Tone(before)
			if before == Neutral {
				style = th.Dim
			}
			l.Add(run.String(), style)
			run.Reset()
		}
	}
	for i := range cells {
		worst := Neutral
		from := i * len(tones) / cells
		for _, tone := range tones[from:max((i+1)*len(tones)/cells, from+1)] {
			worst = max(worst, tone)
		}
		if worst != before {
			flush()
		}
		before = worst
		run.WriteString(glyphs[worst])
	}
	flush()
}
