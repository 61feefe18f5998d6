import { Notification } from 'electron'
import type { NotifierPort } from '../../ports/host.ts'

/** Notifications of the desktop. A click shows the window. */
export function createNotifier(show: () => void): NotifierPort {
  return {
    notify(title, body) {
      if (!Notification.isSupported()) return
      const notification = new Notification({ title, body })
      notification.on('click', show)
      notification.show()
    }
  }
}
