package model

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// Tick returns the message that comes once a second.
func Tick(at time.Time) tea.Msg { return tickMsg(at) }
