package series

import (
	"reflect"
	"testing"
	"time"
)

// TestASeriesEnds: where a value ends there is none, at any resolution, and a late point does not bring it back.
func TestASeriesEnds(t *testing.T) {
	const second = int64(time.Second)
	var s Series
	s.End(5 * second) // before there was one
	s.Add(10*second, 1)
	s.End(12 * second)
	s.End(13 * second) // and it stays so
	s.Add(11*second+second/2, 2)
	s.Add(17*second, 3)
	for _, columns := range [][]Column{
		{{}, {First: 1, Last: 1, Min: 1, Max: 1, Count: 1}, {First: 2, Last: 2, Min: 2, Max: 2, Count: 1}, {Ended: true}, {Ended: true}, {}, {}, {}, {First: 3, Last: 3, Min: 3, Max: 3, Count: 1}},
		{{First: 1, Last: 2, Min: 1, Max: 2, Count: 2}, {Ended: true}, {First: 3, Last: 3, Min: 3, Max: 3, Count: 1}},
		{{First: 1, Last: 3, Min: 1, Max: 3, Count: 3}},
	} {
		got := make([]Column, len(columns))
		s.Columns(got, 9*second, 18*second)
		if !reflect.DeepEqual(got, columns) {
			t.Errorf("%d columns are\n%+v, want\n%+v", len(columns), got, columns)
		}
	}
	if _, v, _ := s.Last(); v != 3 {
		t.Errorf("the last point is %v", v)
	}
}
