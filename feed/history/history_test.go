package history

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/series"
)

// busy is a batch with a point of each of so many labels at a time, all of which have had an event.
func busy(labels int, at time.Time) *event.Batch {
	b := &event.Batch{Status: event.Status{State: event.Open, Since: at, OpenedAt: at, LastData: at}}
	b.Labels = b.Labels.Renew(labels, nil, func(n int32) event.Label { return event.Label{Name: fmt.Sprint("label", n), State: event.Live} })
	for n := range labels {
		b.Points = append(b.Points, event.Point{At: at.UnixNano(), Value: float64(n), Label: int32(n), Decimals: 2})
		b.Activity = append(b.Activity, event.LabelActivity{Label: int32(n), Events: 1, At: at.UnixNano()})
	}
	return b
}

// hours adds a point a minute of each of some labels for so many hours, which end now, and calls do after each.
func hours(h *History, labels, n int, do func()) {
	end := time.Now()
	var status event.Status
	for at := end.Add(-time.Duration(n) * time.Hour); at.Before(end); at = at.Add(time.Minute) {
		b := busy(labels, at)
		if status.State == event.Connecting {
			status = b.Status
		}
		b.Status = status // one connection
		h.Add(time.Now(), b)
		do()
	}
}

// fill adds more entries than may be kept, and returns how many bytes are.
func fill(h *History) int64 {
	for range 80_000 {
		h.Note(time.Now(), event.Notice, strings.Repeat("x", 100))
	}
	return h.Bytes()
}

// TestSeriesAreInTheBudget: log, series and candles of a feed together have no more bytes than it may keep; the log is cut
// down to a quarter of that, then the labels that have been silent for longest, and those that are pinned at the end.
func TestSeriesAreInTheBudget(t *testing.T) {
	const labels, limit = 100, 2 << 20
	h := New(limit, 1000)
	h.Pin("a screen", 0)
	fill(h)
	hours(h, labels, 7, func() {
		var bytes int64
		for i := range h.rows {
			h.rows[i].sized(func(s sized) { bytes += s.Bytes() })
		}
		if bytes != h.memory.bytes {
			t.Fatalf("series have %d bytes, and are counted as %d", bytes, h.memory.bytes)
		}
		if all := bytes + h.Bytes(); all > limit {
			t.Fatalf("log and series have %d bytes, of %d", all, limit)
		}
	})
	if h.Bytes() < limit/5 {
		t.Errorf("the log has %d bytes left of %d", h.Bytes(), limit)
	}
	if h.rows[0].series[0].Level() != 0 {
		t.Error("the series that is pinned is not whole")
	}
	if h.rows[labels-1].series[0].Level() == 0 {
		t.Error("all series are whole")
	}
	h.View(nil, func(v View) {
		if _, since := v.Kept(Key{Label: labels - 1}, time.Now().Add(-6*time.Hour).UnixNano()); since == 0 {
			t.Error("it is not known that values are missing")
		}
	})
	h.SetLimit(64 << 20)
	for i := range h.rows {
		h.rows[i].sized(func(s sized) {
			if s.Level() != 0 {
				t.Errorf("with more to keep, label %d is still small", i)
			}
		})
	}
}

// TestSilentLabelsAreCutFirst: what was heard last keeps the most.
func TestSilentLabelsAreCutFirst(t *testing.T) {
	h := New(64<<20, 1000)
	hours(h, 10, 7, func() {})
	for n := range h.rows {
		h.rows[n].heard = time.Unix(int64(n), 0)
	}
	h.SetLimit(h.memory.bytes * 5 / 4) // a little less than the series have
	levels := make([]int, len(h.rows))
	for n := range h.rows {
		levels[n] = h.rows[n].series[0].Level()
	}
	if levels[1] == 0 || levels[9] != 0 || levels[1] > series.Smallest {
		t.Errorf("levels by label, the one heard last at the end: %v", levels)
	}
}

// TestWhatTwoScreensShowIsPinned until the last one that shows it ends.
func TestWhatTwoScreensShowIsPinned(t *testing.T) {
	h := New(64<<20, 1000)
	h.Pin("one", 1, 2)
	h.Pin("two", 2)
	h.Pin("one")
	if fmt.Sprint(h.pinned) != "[2]" {
		t.Errorf("pinned are %v", h.pinned)
	}
}

// TestBuffersOfLargeMessagesCount: while messages are large, the log has less by the buffers of the feed, and all of it
// again once a number of them in a row were small.
func TestBuffersOfLargeMessagesCount(t *testing.T) {
	const limit = 8 << 20
	h := New(limit, 1000)
	batch := func(largest int64) {
		b := busy(1, time.Now())
		b.Largest, b.Counts.In = largest, 1
		h.Add(time.Now(), b)
	}
	batch(100)
	if got := fill(h); got < limit*9/10 {
		t.Errorf("with small messages, the log has %d bytes of %d", got, limit)
	}
	batch(4 << 20)
	if got := fill(h); got > limit-5<<20 || got < limit/16 {
		t.Errorf("with messages of 4 MiB, the log has %d bytes of %d", got, limit)
	}
	batch(64 << 20)
	if got := fill(h); got > limit/8 || got < limit/32 {
		t.Errorf("with messages of 64 MiB, the log has %d bytes of %d", got, limit)
	}
	for range smallMessages {
		batch(100)
	}
	if got := fill(h); got < limit*9/10 {
		t.Errorf("with small messages again, the log has %d bytes of %d", got, limit)
	}
}

// TestValuesAfterTheClockWasSetBack come after values of a time that is yet to come.
func TestValuesAfterTheClockWasSetBack(t *testing.T) {
	h := New(1<<20, 10)
	h.Add(time.Now(), busy(1, time.Now()))
	for _, next := range []struct {
		ahead       time.Duration
		value, want float64
	}{
		{0, 5, 5},
		{-time.Hour, 4, 5}, // it comes late
		{time.Hour, 6, 6},  // the clock is wrong,
		{time.Second, 7, 7},
		{2 * time.Second, 8, 8}, // and right again
		{time.Second, 9, 8},
	} {
		now := time.Now()
		h.Add(now, &event.Batch{Points: []event.Point{{At: now.Add(next.ahead).UnixNano(), Value: next.value}}})
		if row := h.Row(nil, 0); row.Values[0].Last != next.want {
			t.Errorf("after a value of %v from now the last one is %v, want %v", next.ahead, row.Values[0].Last, next.want)
		}
	}
}

// TestAValueEndsAndComesAgain: what comes late, on either side, does not count.
func TestAValueEndsAndComesAgain(t *testing.T) {
	h := New(1<<20, 10)
	begin := time.Now()
	h.Add(begin, busy(1, begin))
	at := func(second int) int64 { return begin.Add(time.Duration(second) * time.Second).UnixNano() }
	for i, step := range []struct {
		second int
		word   string // the value ends; else there is a number
		ended  bool
	}{
		{1, "unavailable", true}, {0, "", true}, {-3600, "", true}, {2, "", false}, {-3600, "old", false}, {3, "null", true},
	} {
		b := &event.Batch{Points: []event.Point{{At: at(step.second), Value: 5}}}
		if step.word != "" {
			b = &event.Batch{Ends: []event.EndOfValue{{At: at(step.second), Word: step.word}}}
		}
		h.Add(begin, b)
		row := h.Row(nil, 0)
		if v, over := row.Values[0], row.Over(); v.Ended != step.ended || (over != nil) != step.ended || v.Ended && v.Word == "" {
			t.Errorf("step %d: %+v", i, v)
		}
		if heard := row.LastHeard(); heard.After(begin) || heard.IsZero() {
			t.Errorf("step %d: heard at %v", i, heard)
		}
	}
}

// TestGapsThatAreFilledAreGone from the number of those that are missing, and from the chart.
func TestGapsThatAreFilledAreGone(t *testing.T) {
	h := New(1<<20, 10)
	status := busy(1, time.Now()).Status
	for i, step := range []struct{ gaps, filled, missing, spans int64 }{{2, 0, 2, 1}, {0, 1, 1, 1}, {1, 1, 1, 1}, {1, 0, 2, 2}, {0, 1, 1, 1}, {0, 1, 0, 0}} {
		b := busy(1, time.Now())
		b.Status = status
		b.Counts.Gaps, b.Counts.Filled = step.gaps, step.filled
		h.Add(time.Now(), b)
		h.View(nil, func(v View) {
			all, _ := v.Outages()
			if counts := h.counts; counts.Missing() != step.missing || len(all) != int(step.spans) {
				t.Errorf("step %d: %d gaps, %d outages, want %d, %d", i, counts.Missing(), len(all), step.missing, step.spans)
			}
		})
	}
}

// TestColumnsAtAMomentHaveNothingThatCameLater asks for columns at many moments, when something has come since.
func TestColumnsAtAMomentHaveNothingThatCameLater(t *testing.T) {
	const slices, window = 57, time.Minute
	slice := int64(window) / slices
	begin := time.Now().UnixNano() / slice
	for i := range int64(100) { // a moment after a column begins
		at := time.Unix(0, (begin+i)*slice).Add(time.Millisecond)
		h := New(1<<20, 10)
		value := func(at time.Time, value float64) {
			b := busy(1, at)
			b.Points[0].Value = value
			h.Add(at, b)
		}
		value(at.Add(-5*time.Millisecond), 1)
		then := h.Moment(at)
		value(at.Add(time.Millisecond), 99)
		to := (at.UnixNano()/slice + 1) * slice
		columns, count := make([]series.Column, slices), 0
		h.View(then, func(v View) { v.Columns(columns, Key{}, to-slice*slices, to) })
		for _, c := range columns {
			count += c.Count
			if c.Max > 1 {
				t.Fatalf("at the beginning of column %d, one has what came later: %+v", i, c)
			}
		}
		if count == 0 {
			t.Fatalf("at the beginning of column %d, the last value is not there", i)
		}
		h.View(then, func(v View) {
			if sum, ok := v.Summary(Key{}, to-slice*slices, at.UnixNano()+1); !ok || sum.Last != 1 || sum.Max != 1 {
				t.Fatalf("at the beginning of column %d, what was up to the moment is %+v", i, sum)
			}
		})
	}
}

// TestAMomentStaysWhatItWas whatever comes since: values, rates, candles, outages, and labels that are new.
func TestAMomentStaysWhatItWas(t *testing.T) {
	h := New(1<<20, 10)
	begin := time.Now()
	first := busy(1, begin)
	first.Candles = []event.Candle{{Begin: 1, Open: 1, High: 1, Low: 1, Close: 1}, {Begin: 2, Open: 2, High: 2, Low: 2, Close: 2}}
	h.Add(begin, first)
	h.Tick(time.Now(), time.Second)
	then := h.Moment(begin)
	later := busy(2, begin.Add(time.Second))
	later.Points[0].Value = 7
	later.Counts = event.Counts{In: 1, Gaps: 1}
	later.Candles = []event.Candle{{Begin: 2, Open: 2, High: 5, Low: 2, Close: 5}, {Begin: 3, Open: 3, High: 3, Low: 3, Close: 3}}
	h.Add(begin.Add(time.Second), later)
	h.Tick(time.Now(), time.Second)
	h.View(then, func(v View) {
		row, fresh := v.Row(0), v.Row(1)
		if row.Values[0].Last != 0 || row.PerSecond != 1 || !row.Heard.Equal(time.Unix(0, begin.UnixNano())) || row.Name != "label0" {
			t.Errorf("%+v", row)
		}
		if len(fresh.Values) != 0 || fresh.Name != "label1" || v.Value(Key{Label: 1}) != nil {
			t.Errorf("a label that was not there yet: %+v", fresh)
		}
		if c := v.Candles(0); len(c) != 2 || c[1].Close != 2 {
			t.Errorf("candles %+v", c)
		}
		if all, _ := v.Outages(); len(all) != 0 {
			t.Errorf("outages %v", all)
		}
		if now := v.Now(); now.Row(0).Values[0].Last != 7 || len(now.Candles(0)) != 3 {
			t.Errorf("now: %+v, %+v", now.Row(0), now.Candles(0))
		}
	})
	h.View(then, func(v View) {
		if n := v.Totals().Counts.In; n != 0 || h.Totals().Counts.In != 1 {
			t.Errorf("then %d messages had come, now %d", n, h.Totals().Counts.In)
		}
	})
}

// TestNumbersBeyondTheLimitHaveTheirLastValueOnly: they are not kept over time.
func TestNumbersBeyondTheLimitHaveTheirLastValueOnly(t *testing.T) {
	h := New(1<<20, 1)
	h.Add(time.Now(), busy(2, time.Now()))
	first, second := h.Row(nil, 0), h.Row(nil, 1)
	if !first.Values[0].Kept || second.Values[0].Kept || second.Values[0].Last != 1 || math.IsNaN(second.Values[0].Last) {
		t.Errorf("%+v, %+v", first.Values, second.Values)
	}
}

// TestEntriesAreReadWhileOthersAreAdded by their numbers, which never change; what is not kept any more says so.
func TestEntriesAreReadWhileOthersAreAdded(t *testing.T) {
	const n = 20_000
	h := New(1<<20, 10)
	var wait sync.WaitGroup
	wait.Add(1)
	go func() {
		defer wait.Done()
		for i := range n {
			h.Note(time.Unix(0, int64(i)), event.Notice, fmt.Sprint("entry ", i))
		}
	}()
	read := 0
	for end := uint64(0); end < n; {
		var first uint64
		first, end = h.Range()
		for i := first; i < end; i += 1 + (end-first)/7 {
			e, ok := h.Entry(i)
			if want := fmt.Sprint("entry ", i); ok && (string(e.Payload) != want || string(e.Text) != want) {
				t.Fatalf("entry %d is %q", i, e.Payload)
			}
			if ok {
				read++
			}
		}
	}
	wait.Wait()
	first, end := h.Range()
	if _, ok := h.Entry(first - 1); ok || first == 0 || end != n || read == 0 {
		t.Errorf("the log has %d to %d, of %d", first, end, n)
	}
	if _, ok := h.Entry(end); ok {
		t.Error("there is an entry that has not come")
	}
	if at, ok := h.FindBack(end, 10, func(e *event.Entry) bool { return e.At == int64(end-10) }); !ok || at != end-10 {
		t.Errorf("found %d, %t", at, ok)
	}
	if _, ok := h.FindBack(end, 9, func(e *event.Entry) bool { return e.At == int64(end-10) }); ok {
		t.Error("more entries are searched than were asked for")
	}
	if at := h.Find(time.Unix(0, int64(end-5))); at != end-5 {
		t.Errorf("found %d", at)
	}
	h.Clear()
	if first, end := h.Range(); first != n || end != n {
		t.Errorf("after it was cleared the log has %d to %d", first, end)
	}
}

// TestDecimalsAreThoseThatANumberNeeds has a feed write five, whatever a price moves by.
func TestDecimalsAreThoseThatANumberNeeds(t *testing.T) {
	for name, test := range map[string]struct {
		values  []float64
		written int8
		want    int
	}{
		"the tick":           {[]float64{61240.2, 61241, 61240.7}, 5, 2},
		"three digits count": {[]float64{1, 1.125}, 5, 3},
		"all of them":        {[]float64{0.38721, 0.387216}, 6, 6},
		"two, as written":    {[]float64{1.5}, 2, 2},
		"one, as written":    {[]float64{21}, 1, 1},
		"none":               {[]float64{7}, 0, 0},
		"large":              {[]float64{1e15 + 0.5}, 5, 2},
		"an exponent":        {[]float64{1e-9}, -1, -1},
	} {
		h := New(1<<20, 10)
		h.Add(time.Now(), busy(1, time.Now()))
		for _, value := range test.values {
			h.Add(time.Now(), &event.Batch{Points: []event.Point{{At: time.Now().UnixNano(), Field: 1, Value: value, Decimals: test.written}}})
		}
		if got := h.Row(nil, 0).Values[1].Decimals; got != test.want {
			t.Errorf("%s: %d decimals, want %d", name, got, test.want)
		}
	}
}

// TestNumbersAreShownWithTheirOwnDecimalsAndThoseThatAreUsual: one that is very long sets them for no other.
func TestNumbersAreShownWithTheirOwnDecimalsAndThoseThatAreUsual(t *testing.T) {
	type number struct {
		value   float64
		written int8
		want    int
	}
	for name, numbers := range map[string][]number{
		"a long one first":  {{0.00032591819763183594, 20, 20}, {100.1, 1, 1}, {7, 0, 1}},
		"a long one later":  {{61240.2, 2, 2}, {61240.30000000001, 11, 11}, {61240.5, 2, 2}, {61241, 0, 2}},
		"all long":          {{11.411623477935791, 15, 15}, {5.0527379512786865, 16, 16}},
		"zeros as usual":    {{0.38721, 6, 5}, {0.387216, 6, 6}, {0.3873, 6, 6}},
		"zeros of all":      {{61240.2, 5, 2}, {61241, 5, 2}},
		"an exponent first": {{1e-9, -1, -1}, {0.25, 2, 2}, {1e-9, -1, 9}},
	} {
		h := New(1<<20, 10)
		h.Add(time.Now(), busy(1, time.Now()))
		for _, n := range numbers {
			h.Add(time.Now(), &event.Batch{Points: []event.Point{{At: time.Now().UnixNano(), Field: 1, Value: n.value, Decimals: n.written}}})
			if v := h.Row(nil, 0).Values[1]; v.DecimalsOf(v.Last) != n.want {
				t.Errorf("%s: %v has %d decimals, want %d", name, n.value, v.DecimalsOf(v.Last), n.want)
			}
		}
	}
}

// TestAGapAmongTheFirstValuesCoversNone: there is no value before it, but those that came with it are known.
func TestAGapAmongTheFirstValuesCoversNone(t *testing.T) {
	h, now := New(1<<20, 10), time.Now()
	b := busy(1, now)
	b.Counts.Gaps = 1
	h.Add(now, b)
	h.View(nil, func(v View) {
		all, _ := v.Outages()
		if len(all) != 1 || !all[0].Gap || !all[0].From.Equal(all[0].To) {
			t.Errorf("there is %+v, want one gap of no length", all)
		}
	})
}
