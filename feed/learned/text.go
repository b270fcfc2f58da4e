package learned

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"sockeye/feed/freshness"
)

// errForeign is what is wrong with a file that is none of ours, and errDamaged with one that is.
var (
	errForeign = errors.New("it is no file of learned rhythms, and stays as it is")
	errDamaged = errors.New("what was learned before is lost in part")
)

// version is that of the format.
const version = 1

// head is the first line of a file.
type head struct {
	Version int       `json:"rhythms"`
	Feed    string    `json:"feed"`
	First   string    `json:"first,omitempty"` // a duration
	FirstAt time.Time `json:"first_at,omitzero"`
}

// line is one of the others.
type line struct {
	Label     string               `json:"label"`
	Last      time.Time            `json:"last"`
	Intervals *freshness.Intervals `json:"intervals"`
	Day       freshness.Day        `json:"day,omitzero"`
}

// parse returns what the text of a file says, of so many labels at most and of the time that counts.
func parse(text []byte, now time.Time, labels int) (freshness.Rhythms, error) {
	if len(text) == 0 { // a machine that has lost its power may leave that
		return freshness.Rhythms{}, nil
	}
	r := freshness.Rhythms{Labels: make(map[string]freshness.Rhythm)}
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	var h head
	if err := json.Unmarshal(first, &h); err != nil || h.Version != version {
		return r, errForeign
	}
	damaged := 0
	if after, err := time.ParseDuration(cmp.Or(h.First, "0s")); err != nil || after < 0 {
		damaged++
	} else if after > 0 && counts(h.FirstAt, now) {
		r.First, r.FirstAt = min(after, freshness.MaxFirst), h.FirstAt
	}
	for text := range bytes.Lines(rest) {
		var l line
		switch err := json.Unmarshal(text, &l); {
		case err != nil || l.Intervals == nil || text[len(text)-1] != '\n':
			damaged++
		case counts(l.Last, now) && len(r.Labels) < labels:
			r.Labels[l.Label] = freshness.Rhythm{Intervals: *l.Intervals, Day: l.Day, Last: l.Last}
		}
	}
	if damaged > 0 {
		return r, fmt.Errorf("%w: %d lines cannot be read", errDamaged, damaged)
	}
	return r, nil
}

// counts reports whether what was learned at a time is used now. A clock may have been put back by some time.
func counts(at, now time.Time) bool { return now.Sub(at) < Keep && at.Sub(now) < Keep }

// merge adds to what was learned in this run what is known from before, or has been learned by another program meanwhile.
func merge(r, before freshness.Rhythms) freshness.Rhythms {
	if before.First > r.First {
		r.First, r.FirstAt = before.First, before.FirstAt
	}
	r.Labels = maps.Clone(r.Labels)
	if r.Labels == nil {
		r.Labels = make(map[string]freshness.Rhythm)
	}
	for name, b := range before.Labels {
		if l, known := r.Labels[name]; !known || b.Intervals.Added() > l.Intervals.Added() {
			r.Labels[name] = b
		}
	}
	return r
}

// format returns the text of a file: of very many labels those that had data last.
func format(feed string, r freshness.Rhythms, now time.Time) []byte {
	h := head{Version: version, Feed: feed}
	if r.First > 0 {
		h.First, h.FirstAt = r.First.String(), r.FirstAt.UTC()
	}
	text, _ := json.Marshal(h)
	text = append(text, '\n')
	names := slices.SortedFunc(maps.Keys(r.Labels), func(a, b string) int {
		return cmp.Or(r.Labels[b].Last.Compare(r.Labels[a].Last), cmp.Compare(a, b))
	})
	for _, name := range names {
		l := r.Labels[name]
		one, err := json.Marshal(line{Label: name, Last: l.Last.UTC().Truncate(time.Second), Intervals: &l.Intervals, Day: l.Day})
		if err != nil || !counts(l.Last, now) {
			continue
		}
		if len(text)+len(one) >= MaxBytes {
			break
		}
		text = append(append(text, one...), '\n')
	}
	return text
}

// superfluous are the names of those files that are not to be kept.
func superfluous(files []fs.FileInfo, now time.Time) (names []string) {
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for i, f := range files {
		abandoned := f.Name()[0] == '.' && now.Sub(f.ModTime()) > time.Hour // half written when a program ended
		if i >= mostFiles || abandoned || !counts(f.ModTime(), now) {
			names = append(names, f.Name())
		}
	}
	return names
}
