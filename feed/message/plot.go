package message

import (
	"fmt"
	"slices"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Plot is a number that an operator wants charted, beside what the preset's rules read.
type Plot struct {
	field
	by *lang.Path // to the label; nil: the message's own
}

// maxPlots bounds the numbers that are searched for in every message.
const maxPlots = 32

// Plot has the number at a path of every message be a point from now on. Its label is what the message has at the path by, or
// where that is "" the message's own, or one of the plot's where the message has none. It returns the name of the field: the one
// given, else the path.
func (r *Reader) Plot(path, by, name string) (string, error) {
	p, err := placePath(path)
	if err != nil {
		return "", err
	}
	var label *lang.Path
	if by != "" {
		l, err := placePath(by)
		if err != nil {
			return "", err
		}
		label = &l
	}
	if name == "" {
		name = path
	}
	for i := range r.plots {
		if r.plots[i].Name == name {
			return "", fmt.Errorf("%s is plotted already: :unplot %s ends that", name, name)
		}
	}
	if slices.Contains(r.fields[:r.ruled], name) {
		return "", fmt.Errorf("%s is a value of the preset: give the plot another name, as in :plot %s as %s2", name, path, name)
	}
	if len(r.plots) >= maxPlots {
		return "", fmt.Errorf("%d fields are plotted already: :unplot NAME removes one", maxPlots)
	}
	r.plots = append(r.plots, Plot{newField(r, &preset.ValuePath{Name: name, Path: p}), label})
	return name, nil
}

// placePath parses a path to one place.
func placePath(path string) (lang.Path, error) {
	p, err := lang.ParsePath(path)
	if err != nil {
		return p, err
	}
	for _, step := range p.Steps {
		if step.Any {
			return p, fmt.Errorf("%s names several places: a plot is of one", path)
		}
	}
	return p, nil
}

// Unplot ends a plot.
func (r *Reader) Unplot(name string) error {
	for i := range r.plots {
		if r.plots[i].Name == name {
			r.plots = append(r.plots[:i:i], r.plots[i+1:]...)
			return nil
		}
	}
	return fmt.Errorf("%s is not plotted", name)
}

// PlotNames returns the names of what is plotted.
func (r *Reader) PlotNames() (names []string) {
	for i := range r.plots {
		names = append(names, r.plots[i].Name)
	}
	return names
}

// Plots returns what is plotted. It is read-only.
func (r *Reader) Plots() []Plot { return r.plots }

// IsIn reports whether a message says anything of a plot, and whether that is a number.
func (p *Plot) IsIn(d *Document) (anything, number bool) {
	root := d.tape.Root()
	if _, _, number = d.number(&p.Path, root); number {
		return true, true
	}
	return d.find(&p.Path, root) != Nothing || d.nullOnTheWay(&p.Path, root), false
}

// LabelIn reports whether a plot has labels of its own, and returns that of a message, empty where it has none.
func (p *Plot) LabelIn(d *Document) (label []byte, split bool) {
	if p.by == nil {
		return nil, false
	}
	return d.Text(p.by, d.tape.Root()), true
}

// Past is a number of a plot in a message that came before the plot was begun.
type Past struct {
	event.Point
	Name string // of its label, where the point has none; not sanitised
}

// ForkPlot returns another reader of the same messages, for [Reader.Past] of the plot of that name, of which there is one.
func (r *Reader) ForkPlot(name string) *Reader {
	fork := r.Fork()
	for i := range r.plots {
		if r.plots[i].Name == name {
			fork.plots = []Plot{r.plots[i]}
		}
	}
	return fork
}

// Past returns the number of the first plot in a message of which the log has an entry; false if it has none.
func (r *Reader) Past(entry *event.Entry, payload []byte) (past Past, ok bool) {
	p := &r.plots[0]
	r.doc.Read(payload)
	if r.doc.Root() == Nothing {
		return past, false
	}
	v, decimals, ok := r.doc.number(&p.Path, r.doc.tape.Root())
	if !ok {
		return past, false
	}
	past.Point = event.Point{At: entry.At, Value: v, Label: entry.Label, Field: p.number, Decimals: decimals}
	if entry.Time != 0 && entry.Time < entry.At {
		past.At = entry.Time
	}
	label, split := p.LabelIn(&r.doc)
	switch {
	case split && (len(label) == 0 || len(label) > MaxLabel):
		return past, false
	case split:
		past.Label, past.Name = event.NoLabel, string(label)
	case past.Label == event.NoLabel:
		past.Name = p.Name
	}
	return past, true
}

// plotted is the rule of numbers that an operator wants charted.
var plotted = Rule{Event: &preset.Event{}}

// Plotted appends the number of a plot to a batch, or the end of its value.
func (r *Reader) Plotted(b *event.Batch, p *Plot, label int32, at int64) {
	r.number(b, &plotted, &p.field, r.doc.tape.Root(), label, at)
}
