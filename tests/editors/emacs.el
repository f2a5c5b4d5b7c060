;;; What a person does in Emacs: visits a ZEP, sees what is found, takes each fix, saves.  -*- lexical-binding: t -*-
;;; Run after the set-up; ZEPLINT_REPORT names the file that gets what was seen, as JSON.

(require 'cl-lib)
(require 'flymake)
(require 'json)

(defun driver-wait (seconds holds)
  "Let Emacs work until HOLDS returns non-nil, at most SECONDS; the value."
  (let ((end (+ (float-time) seconds)) (value nil))
    (while (and (not (setq value (funcall holds))) (< (float-time) end))
      (accept-process-output nil 0.05)
      (sit-for 0.01))
    value))

(defun driver-found ()
  "The findings of the buffer, from its start to its end."
  (sort (flymake-diagnostics)
        (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))

(let (texts marked offered)
  (find-file "draft/zep-0007.md")
  ;; What Emacs does after a command; in batch there is none.
  (run-hooks 'post-command-hook)
  (driver-wait 60 (lambda () (bound-and-true-p eglot--managed-mode)))
  (flymake-start)
  (driver-wait 60 #'driver-found)
  (dolist (found (driver-found))
    (push (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found)) marked)
    (push (flymake-diagnostic-text found) texts))
  (setq last-nonmenu-event t)
  (cl-letf (((symbol-function 'completing-read)
             ;; What is offered as the default, as a person takes it with RET.
             (lambda (_prompt items &optional _predicate _match _initial _history default &rest _)
               (push (vconcat (mapcar #'car items)) offered)
               (or default (caar items)))))
    (cl-loop repeat (length marked)
             for before = (length (driver-found))
             do (goto-char (flymake-diagnostic-beg (car (driver-found))))
             (call-interactively #'eglot-code-actions)
             ;; The idle timers that tell the server of the change and start flymake do not run in batch.
             (eglot--signal-textDocument/didChange)
             (flymake-start)
             while (driver-wait 30 (lambda () (< (length (driver-found)) before)))))
  (save-buffer)
  (with-temp-file (getenv "ZEPLINT_REPORT")
    (insert (json-encode `((texts . ,(vconcat (nreverse texts)))
                           (marked . ,(vconcat (nreverse marked)))
                           (offered . ,(vconcat (nreverse offered)))
                           (left . ,(length (driver-found))))))))
