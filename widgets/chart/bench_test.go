package chart

import (
	"fmt"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/NimbleMarkets/ntcharts/v2/canvas"
	"github.com/NimbleMarkets/ntcharts/v2/canvas/graph"
	"github.com/NimbleMarkets/ntcharts/v2/linechart"

	"sockeye/widgets/axis"
	"sockeye/widgets/grid"
)

var librarySizes = [][2]int{{120, 8}, {240, 40}, {240, 70}}

// BenchmarkCanvasOfLibrary makes and writes out a canvas of ntcharts, which is why the plot has cells of its own.
func BenchmarkCanvasOfLibrary(b *testing.B) {
	style := lipgloss.NewStyle().Foreground(lipgloss.Color("2"))
	for _, size := range librarySizes {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c := canvas.New(size[0], size[1])
				for x := range size[0] {
					c.SetCell(canvas.Point{X: x, Y: x % size[1]}, canvas.NewCellWithStyle('x', style))
				}
				c.View()
			}
		})
	}
}

// BenchmarkAxesOfLibrary draws the axes and labels of ntcharts' linechart, without a value, and does not write them out.
func BenchmarkAxesOfLibrary(b *testing.B) {
	for _, size := range librarySizes {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m := linechart.New(size[0], size[1], 0, 300, 61200, 61260)
				m.DrawXYAxisAndLabel()
			}
		})
	}
}

// BenchmarkBarOfLibrary draws as many bars as a plot has cells, on a canvas of one column and as the sparkline does.
func BenchmarkBarOfLibrary(b *testing.B) {
	for _, size := range librarySizes {
		columns := make([]Column, size[0])
		for x := range columns {
			columns[x] = at(float64(x))
		}
		b.Run(fmt.Sprintf("library/%dx%d", size[0], size[1]), func(b *testing.B) {
			for b.Loop() {
				cells := grid.New(size[0], size[1])
				c := canvas.New(1, size[1])
				for x := range size[0] {
					c.Fill(canvas.Cell{})
					graph.DrawColumnBottomToTop(&c, canvas.Point{Y: size[1] - 1}, float64(x*size[1])/float64(size[0]), lipgloss.Style{})
					for y := range size[1] {
						cells.Put(x, y, c.Cell(canvas.Point{Y: y}).Rune, styleSeries)
					}
				}
			}
		})
		b.Run(fmt.Sprintf("ours/%dx%d", size[0], size[1]), func(b *testing.B) {
			for b.Loop() {
				Spark.draw(&plot{
					Grid: grid.New(size[0], size[1]), series: []Series{{Columns: columns}},
					glyphs: &glyphSets[0], scale: axis.Scale{Min: 0, Max: float64(size[0])}, across: 1, down: 8,
				})
			}
		})
	}
}
