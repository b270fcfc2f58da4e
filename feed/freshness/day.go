package freshness

import (
	"math"
	"time"
)

// Day is how the events of a label are spread over the hours of a day, in UTC, of the last days: of fixed size. The zero value is
// empty.
type Day struct {
	Events [hours]float32 `json:"events"` // of each hour, of an older day less
	Days   [hours]float32 `json:"days"`   // on how many days the whole hour was seen, of which older ones count less
}

const (
	hours    = 24
	hour     = int64(time.Hour)
	tuned    = hour / 6 // how often the rate that is usual at the time of the day is computed
	keeps    = 0.75     // of what an hour had before, when it is seen again: a week ago counts an eighth
	knows    = 36       // hours that were seen, until the day is known
	mostRate = 100      // times the average, and as much less: silence does not become unlimited by night

	shrink = 12 // events on the average that each hour has beside its own: few of them say nothing about it
)

// count counts the events of a whole hour.
func (d *Day) count(at int64, events uint32) {
	h := at % hours
	d.Events[h] = d.Events[h]*keeps + float32(events)
	d.Days[h] = d.Days[h]*keeps + 1
}

// mean returns how many events an hour has on the average; false: the day is not known yet.
func (d *Day) mean() (mean float32, known bool) {
	var events, days float32
	for i := range d.Days {
		events, days = events+d.Events[i], days+d.Days[i]
	}
	return events / max(days, 1), days >= knows && events > 0
}

// rate returns how many times as many events are usual at a time, in Unix nanoseconds, as on the average: 1 where that is not known.
func (d *Day) rate(now int64) float64 {
	mean, known := d.mean()
	if !known {
		return 1
	}
	of := func(h int64) float64 { // with half of its neighbours: what comes in bursts is in one of them or in another
		before, h, after := (h+hours-1)%hours, h%hours, (h+1)%hours
		events := (d.Events[before] + 2*d.Events[h] + d.Events[after]) / 4
		days := (d.Days[before] + 2*d.Days[h] + d.Days[after]) / 4
		return float64((events + shrink) / (days*mean + shrink))
	}
	at := now - hour/2 // an hour has its rate in the middle
	part := float64(at%hour) / float64(hour)
	rate := math.Exp((1-part)*math.Log(of(at/hour)) + part*math.Log(of(at/hour+1)))
	if math.IsNaN(rate) { // a file of what was learned may hold anything
		return 1
	}
	return min(max(rate, 1/mostRate), mostRate)
}

// rhythm is the rhythm of a label: its intervals, in a time that goes as fast as its events come at the time of the day. What is
// usual by day and by night, as often as that is, is equal by that time.
type rhythm struct {
	tuned     int64   // when the rate was computed
	rate      float64 // as of then, see Day.rate; 0: it was not
	due       int64   // when the hour is over, or the rate is to be computed again
	at        int64   // the hour that is counted, in hours since 1970; 0: none
	events    uint32  // in it so far
	whole     bool    // it was seen from its beginning
	intervals Intervals
	day       Day
}

// event counts an event that came so long after the one at the time last; with no interval after 0. well is that the label was so
// until now.
func (r *rhythm) event(now, last int64, well bool) {
	if now >= r.due {
		r.turn(now, last, well)
	}
	r.events++
}

// turn computes the rate anew, and counts the hours that are over.
func (r *rhythm) turn(now, last int64, well bool) {
	if at := now / hour; at != r.at {
		if r.whole && well {
			for h := r.at; h < min(at, r.at+hours); h++ {
				r.day.count(h, r.events)
				r.events = 0
			}
		}
		r.at, r.events, r.whole = at, 0, well && last != 0 && last <= at*hour
	}
	r.tune(now)
	r.due = min(now+tuned, (r.at+1)*hour)
}

// tune computes the rate that is usual now.
func (r *rhythm) tune(now int64) {
	before := r.rate
	r.tuned, r.rate = now, r.day.rate(now)
	if before == 1 && r.rate != 1 { // the day is known from now on
		r.intervals.stretch(r.rate)
	}
}

// lost notes that no events of the label are to be expected any more: the hour is not counted.
func (r *rhythm) lost() { r.at, r.events, r.whole, r.due = 0, 0, false, 0 }

// usual returns how many times as many events are usual now as on the average.
func (r *rhythm) usual() float64 {
	if r.rate == 0 {
		return 1
	}
	return r.rate
}

// stretch makes all intervals so many times as long.
func (s *Intervals) stretch(times float64) {
	by := int(math.Round(math.Log2(times) * (1 << (52 - bucketShift))))
	var moved [buckets]float32
	for i, w := range s.weights {
		moved[min(max(i+by, 0), buckets-1)] += w
	}
	s.weights = moved
}
