package header

// Replay is what the first line says where the feeds are recorded ones that are played again.
type Replay struct {
	Is  bool
	How string // how fast, or that it is paused
}

// SetReplay sets whether the feeds are replayed, and how. The clock is then that of the recording.
func (m *Model) SetReplay(replay Replay) {
	if replay != m.replay {
		m.replay, m.dirty = replay, true
	}
}

// dateAbove is from which width on the time of a replay has its date.
const dateAbove = 100
