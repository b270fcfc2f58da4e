package headless

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/recording"
)

// RingBytes is the memory for what was received last, of all feeds of a process that may keep so many bytes of them; it is a part
// of these.
func RingBytes(history int64) int64 { return min(16<<20, history/4) }

// Recorders record the feeds of a process when an operator or an alert asks for it, also what was before. Its methods may be
// called by any goroutine.
type Recorders struct {
	ring   *recording.Ring
	folder func() recording.Folder
	report func(f *feed.Feed, kind event.Kind, text string)

	mu    sync.Mutex
	feeds map[*feed.Feed]*recorded
}

// recorded is a feed that can be recorded. The methods of Recorders use it one at a time.
type recorded struct {
	recent  *recording.Recent
	options recording.Options // of both: what has to be hidden was received before the recording begins
	wanted  chan time.Time    // since when an alert wants to have recorded what was received

	recorder atomic.Pointer[recording.Recorder] // nil: there is no recording

	mu    sync.Mutex       // held while files are opened and closed
	since time.Time        // when the recording began; zero: there is none
	times []recording.Span // of those that have ended, oldest first; the last of them
	stop  func() error
}

// mostTimes is how many recordings that have ended are known: as many as an operator begins and ends while the ring keeps what was received.
const mostTimes = 100

// recordedTimes returns when the feed was recorded, and is.
func (own *recorded) recordedTimes() []recording.Span {
	own.mu.Lock()
	defer own.mu.Unlock()
	times := slices.Clone(own.times)
	if !own.since.IsZero() {
		times = append(times, recording.Span{From: own.since})
	}
	return times
}

// NewRecorders returns recorders that write into the folder that folder returns, and have so many bytes for what was received last. report is called, by
// any goroutine, with what alerts have recorded and what cannot be written; nil: it is in the log of the feed.
func NewRecorders(folder func() recording.Folder, ring int64, report func(f *feed.Feed, kind event.Kind, text string)) *Recorders {
	if report == nil {
		report = (*feed.Feed).Note
	}
	return &Recorders{ring: recording.NewRing(ring), report: report, folder: folder, feeds: make(map[*feed.Feed]*recorded)}
}

// Run keeps what a feed receives until the feed is closed, and then ends its recordings. The feed is not started yet, or what it
// has received before is not kept.
func (r *Recorders) Run(f *feed.Feed) (wait func()) {
	o := options(f.Preset())
	own := &recorded{
		recent:  r.ring.Keep(o),
		options: o,
		wanted:  make(chan time.Time, 1),
	}
	r.mu.Lock()
	r.feeds[f] = own
	r.mu.Unlock()
	remove := f.AddSink(own.recent)
	ended := make(chan struct{})
	var alerts sync.WaitGroup
	alerts.Go(func() { r.recordAlerts(f, own, ended) })
	return func() {
		f.Wait()
		close(ended)
		alerts.Wait()
		remove()
		r.mu.Lock()
		delete(r.feeds, f)
		r.mu.Unlock()
		if err := r.stop(own); err != nil {
			r.report(f, event.Trouble, err.Error())
		}
		_ = own.recent.Close()
	}
}

// of returns what is known of a feed, and the folder.
func (r *Recorders) of(f *feed.Feed) (*recorded, recording.Folder, error) {
	folder := r.folder()
	r.mu.Lock()
	defer r.mu.Unlock()
	switch own := r.feeds[f]; {
	case own == nil:
		return nil, folder, fmt.Errorf("%s is closed", f.Preset().Name)
	case folder.Path == "":
		return nil, folder, errors.New("there is no folder to record into: see record in the configuration")
	default:
		return own, folder, nil
	}
}

// Start records a feed from now on. The error says that it is recorded already.
func (r *Recorders) Start(f *feed.Feed) (folder string, err error) {
	own, to, err := r.of(f)
	if err != nil {
		return "", err
	}
	own.mu.Lock()
	defer own.mu.Unlock()
	if own.stop != nil {
		return "", fmt.Errorf("%s is recorded already, since %s", f.Preset().Name, own.since.Format("15:04:05"))
	}
	o := own.options
	o.Folder = to
	recorder, stop := record(f, o, func(text string) { r.report(f, event.Trouble, text) })
	own.recorder.Store(recorder)
	own.since, own.stop = time.Now(), stop
	return to.Path, nil
}

// Failing returns why the recording of a feed cannot be written at present; nil if it can, or if there is none. It does not wait.
func (r *Recorders) Failing(f *feed.Feed) error {
	r.mu.Lock()
	own := r.feeds[f]
	r.mu.Unlock()
	if own == nil {
		return nil
	}
	recorder := own.recorder.Load()
	if recorder == nil {
		return nil
	}
	return recorder.Stats().Err
}

// Stop ends the recording of a feed. It waits for the disk.
func (r *Recorders) Stop(f *feed.Feed) error {
	own, _, err := r.of(f)
	if err != nil {
		return err
	}
	if own.isRecorded() {
		return r.stop(own)
	}
	return fmt.Errorf("%s is not recorded", f.Preset().Name)
}

func (r *Recorders) stop(own *recorded) (err error) {
	own.mu.Lock()
	defer own.mu.Unlock()
	if own.stop != nil {
		own.times = append(own.times, recording.Span{From: own.since, To: time.Now()})
		err = own.stop()
		own.times = own.times[max(len(own.times)-mostTimes, 0):]
	}
	own.since, own.stop = time.Time{}, nil
	own.recorder.Store(nil)
	return err
}

func (own *recorded) isRecorded() bool {
	own.mu.Lock()
	defer own.mu.Unlock()
	return own.stop != nil
}

// Last records what a feed has received in the last while, as far as it is kept and not recorded yet, and says what that was. It
// waits for the disk.
func (r *Recorders) Last(f *feed.Feed, last time.Duration) (said string, err error) {
	return r.record(f, time.Now().Add(-last))
}

// record records what is kept since a moment.
func (r *Recorders) record(f *feed.Feed, since time.Time) (said string, err error) {
	own, folder, err := r.of(f)
	if err != nil {
		return "", err
	}
	e, err := own.recent.Record(folder, since, own.recordedTimes()...)
	if err != nil {
		return "", err
	}
	said = fmt.Sprintf("%s lines of %s are recorded in %s", format.Count(uint64(e.Lines)), format.Elapsed(e.To.Sub(e.From)), filepath.Base(e.File))
	if e.Missing > 0 {
		said += fmt.Sprintf(", and %s are missing: the feed was too fast", format.Count(uint64(e.Missing)))
	}
	return said, nil
}

// Alert has what was received since a moment recorded because of an alert. It does not wait; what becomes of it is in the log of
// the feed.
func (r *Recorders) Alert(f *feed.Feed, since time.Time) {
	r.mu.Lock()
	own := r.feeds[f]
	r.mu.Unlock()
	if own == nil {
		return
	}
	select {
	case own.wanted <- since:
	default: // what waits already is older, and will have all of it
	}
}

// alertRest is how much time is at least between two recordings because of alerts: one has what several ask for.
const alertRest = 2 * time.Second

// recordAlerts records what alerts ask for until ended is closed, and what they have asked for until then.
func (r *Recorders) recordAlerts(f *feed.Feed, own *recorded, ended <-chan struct{}) {
	record := func(since time.Time) {
		said, err := r.record(f, since)
		switch {
		case err == nil:
			r.report(f, event.Notice, "alert: "+said)
		case !errors.Is(err, recording.ErrRecorded):
			r.report(f, event.Trouble, "alert: "+err.Error())
		}
	}
	for {
		select {
		case since := <-own.wanted:
			record(since)
		case <-ended:
			select {
			case since := <-own.wanted:
				record(since)
			default:
			}
			return
		}
		select {
		case <-time.After(alertRest):
		case <-ended:
		}
	}
}
