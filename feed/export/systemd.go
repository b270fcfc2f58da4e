package export

import (
	"context"
	"fmt"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

const (
	// aliveWithin is how long ago a feed was last read, at the most, in a program that is well.
	aliveWithin = 15 * time.Second
	// statusEvery is how often systemd gets the state of the feeds if it wants no watchdog.
	statusEvery = 10 * time.Second
)

// notify sends a state to systemd (sd_notify(3)); without systemd, it does nothing. What systemd does not receive is no reason
// to stop.
func notifySystemd(state string) { _, _ = daemon.SdNotify(false, state) }

// supervise says to systemd that the exporter is ready, and that it is well for as long as it is, until ctx ends: if nothing is said
// for the time of its watchdog, systemd starts the program anew.
func (e *Exporter) supervise(ctx context.Context) {
	every := statusEvery
	if watchdog, err := daemon.SdWatchdogEnabled(false); err == nil && watchdog > 0 {
		every = watchdog / 2
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	notifySystemd(daemon.SdNotifyReady)
	for said := ""; ; {
		if e.healthy() {
			notifySystemd(daemon.SdNotifyWatchdog)
		}
		if status := e.status(); status != said {
			notifySystemd("STATUS=" + status)
			said = status
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			notifySystemd(daemon.SdNotifyStopping)
			return
		}
	}
}

// healthy reports whether all feeds are read.
func (e *Exporter) healthy() bool {
	for _, x := range e.feeds {
		if time.Since(time.Unix(0, x.alive.Load())) > aliveWithin {
			return false
		}
	}
	return true
}

// status says how many feeds are connected.
func (e *Exporter) status() string {
	connected := 0
	for _, x := range e.feeds {
		if x.state().Connected() {
			connected++
		}
	}
	return fmt.Sprintf("%d of %d feeds are connected", connected, len(e.feeds))
}
