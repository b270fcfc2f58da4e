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
	preset.ValuePath
	field uint8
}

// maxPlots bounds the numbers that are searched for in every message.
const maxPlots = 32

// Plot has the number at a path of every message be a point from now on: of the message's label, or of a label of its own
// where the message has none. It returns the name of the field: the one given, else the path.
func (r *Reader) Plot(path, name string) (string, error) {
	p, err := lang.ParsePath(path)
	if err != nil {
		return "", err
	}
	for _, step := range p.Steps {
		if step.Any {
			return "", fmt.Errorf("%s names several places: a plot is of one", path)
		}
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
	r.plots = append(r.plots, Plot{preset.ValuePath{Name: name, Path: p}, r.field(name)})
	return name, nil
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

// Finds reports whether the message says anything of a plot, and whether that is a number.
func (r *Reader) Finds(p *Plot) (anything, number bool) {
	root := r.doc.tape.Root()
	if _, _, number = r.doc.number(&p.Path, root); number {
		return true, true
	}
	return r.doc.find(&p.Path, root) != Nothing || r.doc.nullOnTheWay(&p.Path, root), false
}

// plotted is the rule of numbers that an operator wants charted.
var plotted = Rule{Event: &preset.Event{}}

// Plotted appends the number of a plot to a batch, or the end of its value.
func (r *Reader) Plotted(b *event.Batch, p *Plot, label int32, at int64) {
	r.number(b, &plotted, &p.ValuePath, p.field, r.doc.tape.Root(), label, at)
}
