package chart

// Kind is a kind of chart: what is drawn of the data, and how. A new one is a file with its methods and an entry in
// [Kinds]. Where there is space for one row only, each is a row of glyphs for its main series.
type Kind interface {
	// Name is what the kind is called in commands.
	Name() string
	// dots returns how many columns and heights a cell of the plot is divided into.
	dots(g *glyphSet) (across, down int)
	// rounded reports whether the value axis has round values, and not the ends of the scale.
	rounded() bool
	// series returns what is drawn as series over the window, the main one first, best in so many columns.
	series(d *Data, columns int) []Series
	// draw draws the plot.
	draw(p *plot)
	// readings returns the values at a cell of the window; none if there are none.
	readings(p *plot, cell int) []reading
	// note is a word about the picture for the heading, or "".
	note(p *plot) string
}

// Kinds are the kinds of charts, in the order in which an operator goes through them. The first is the default.
var Kinds = [...]Kind{Spark, Line, Candles}

// reading is a value under the crosshair.
type reading struct {
	name     string // "": that of the only one
	value    float64
	decimals int
}

// seriesOf returns the main series, without the columns that lie wholly in a span: whatever the caller has there, the feed
// has not sent it.
func seriesOf(d *Data) []Series {
	main := Series{Name: d.Title, Columns: d.Columns, Last: d.Last, Decimals: d.Decimals, Hidden: d.Hidden}
	return []Series{main.without(d)}
}

func (s Series) without(d *Data) Series {
	w := newWindow(d.From, d.To, len(s.Columns))
	for i, span := range d.Spans {
		if i == 0 {
			s.Columns = append([]Column(nil), s.Columns...)
		}
		if first, end := w.covered(span); first < end {
			clear(s.Columns[first:end])
		}
	}
	return s
}

// readingsOf returns the last value of each series at a cell.
func readingsOf(p *plot, cell int) (readings []reading) {
	for i, s := range p.series {
		c := resample(s.Columns, p.width)[cell]
		if !c.drawable() {
			continue
		}
		name := ""
		if len(p.series) > 1 {
			name = string(p.glyphs.sign(i)) + " "
		}
		readings = append(readings, reading{name, c.Last, s.Decimals})
	}
	return readings
}
