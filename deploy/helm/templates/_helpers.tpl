{{- define "agent.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "agent.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "agent.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "agent.selector" -}}
app.kubernetes.io/name: {{ include "agent.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "agent.labels" -}}
{{ include "agent.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "agent.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* The variables of the one database. */}}
{{- define "agent.database" -}}
{{- $database := .Values.database -}}
{{- if and $database.urlSecret.name $database.host }}
{{- fail "database.urlSecret and database.host say the same twice: set one of them." }}
{{- end }}
{{- if $database.urlSecret.name }}
- name: DB_URL
  valueFrom:
    secretKeyRef:
      name: {{ $database.urlSecret.name }}
      key: {{ $database.urlSecret.key }}
{{- else if $database.host }}
- name: DB_HOSTNAME
  value: {{ $database.host | quote }}
- name: DB_PORT
  value: {{ $database.port | quote }}
- name: DB_DATABASE_NAME
  value: {{ $database.name | quote }}
{{- with $database.sslMode }}
- name: DB_SSL_MODE
  value: {{ . | quote }}
{{- end }}
{{- $secret := required "database.credentialsSecret.name: a secret with Immich's login is needed beside database.host." $database.credentialsSecret.name }}
- name: DB_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ $database.credentialsSecret.usernameKey }}
- name: DB_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ $database.credentialsSecret.passwordKey }}
{{- end }}
{{- with $database.monitor.username }}
- name: IMMICH_PG_DATABASES_IMMICH_USERNAME
  value: {{ . | quote }}
- name: IMMICH_PG_DATABASES_IMMICH_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ required "database.monitor.passwordSecret.name: the monitor's role needs a password." $database.monitor.passwordSecret.name }}
      key: {{ $database.monitor.passwordSecret.key }}
{{- end }}
{{- with $database.immichUrl }}
- name: IMMICH_PG_DATABASES_IMMICH_IMMICH_URL
  value: {{ . | quote }}
{{- end }}
{{- with $database.upgradeTo }}
- name: IMMICH_PG_DATABASES_IMMICH_UPGRADE_TO
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* By what a probe asks. */}}
{{- define "agent.scheme" -}}
{{- if .Values.webConfig.tls -}}
{{- $_ := required "webConfig.secret: webConfig.tls is said of the file in it." .Values.webConfig.secret -}}
scheme: HTTPS
{{- end -}}
{{- end -}}

{{/* The pod, of a Deployment and of a StatefulSet. */}}
{{- define "agent.pod" -}}
metadata:
  labels:
    {{- include "agent.selector" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false # it would set IMMICH_PG_… variables that are no settings
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001 # who can write to the volume
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: agent
      image: {{ include "agent.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      env:
        - name: IMMICH_PG_HOST # a pod's port is reached by whom the NetworkPolicy lets
          value: 0.0.0.0
        - name: IMMICH_PG_STATE_DIRECTORY
          value: /var/lib/immich-pg-monitor
        {{- if .Values.externalUrl }}
        - name: IMMICH_PG_EXTERNAL_URL
          value: {{ .Values.externalUrl | quote }}
        {{- else if .Values.ingress.enabled }}
        - name: IMMICH_PG_EXTERNAL_URL
          value: {{ printf "%s://%s" (ternary "https" "http" (ne .Values.ingress.tlsSecret "")) (required "ingress.host: an ingress needs the name by which the page is reached." .Values.ingress.host) | quote }}
        {{- end }}
        - name: IMMICH_PG_ALLOWED_HOSTS
          value: {{ printf "%s,%s.%s,%s.%s.svc" (include "agent.fullname" .) (include "agent.fullname" .) .Release.Namespace (include "agent.fullname" .) .Release.Namespace | quote }}
        {{- with .Values.webConfig }}
        {{- if .secret }}
        - name: IMMICH_PG_WEB_CONFIG_FILE
          value: {{ printf "/etc/immich-pg-monitor/web/%s" .key | quote }}
        {{- end }}
        {{- end }}
        {{- if .Values.fleet.enabled }}
        - name: POD_INDEX
          valueFrom:
            fieldRef:
              fieldPath: metadata.labels['apps.kubernetes.io/pod-index']
        - name: IMMICH_PG_SHARD
          value: $(POD_INDEX)/{{ .Values.fleet.shards }}
        {{- else }}
        {{- include "agent.database" . | nindent 8 }}
        {{- end }}
        {{- range $name, $value := .Values.env }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
      {{- $elsewhere := and (not .Values.fleet.enabled) (not .Values.database.urlSecret.name) (not .Values.database.host) }}
      {{- if or .Values.envFrom $elsewhere }}
      envFrom:
        {{- with .Values.envFrom }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- if $elsewhere }}
        - secretRef:
            name: immich-pg-monitor # with DB_URL in it, where the values name no other secret
            optional: true
        {{- end }}
      {{- end }}
      ports:
        - name: http
          containerPort: 9788
      # None of them asks for a database: in an outage the agent must stay, to tell of it.
      startupProbe:
        httpGet:
          path: /health/started
          port: http
          {{- with include "agent.scheme" . }}
          {{- . | nindent 10 }}
          {{- end }}
        periodSeconds: 1
        failureThreshold: 60
      livenessProbe:
        httpGet:
          path: /health/live
          port: http
          {{- with include "agent.scheme" . }}
          {{- . | nindent 10 }}
          {{- end }}
        periodSeconds: 20
        timeoutSeconds: 5
      readinessProbe:
        httpGet:
          path: /health/ready
          port: http
          {{- with include "agent.scheme" . }}
          {{- . | nindent 10 }}
          {{- end }}
        periodSeconds: 10
        timeoutSeconds: 5
      {{- with .Values.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        - name: state
          mountPath: /var/lib/immich-pg-monitor
        {{- if .Values.webConfig.secret }}
        - name: web
          mountPath: /etc/immich-pg-monitor/web
          readOnly: true
        {{- end }}
        {{- if .Values.fleet.enabled }}
        # As a directory, not with subPath: only so does Kubernetes bring an edited secret into a running pod.
        - name: configuration
          mountPath: /app/config
          readOnly: true
        {{- end }}
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: 16Mi
    {{- if .Values.webConfig.secret }}
    - name: web
      secret:
        secretName: {{ .Values.webConfig.secret }}
        defaultMode: 0440
    {{- end }}
    {{- if .Values.fleet.enabled }}
    - name: configuration
      secret:
        secretName: {{ .Values.fleet.configurationSecret }}
    {{- end }}
    {{- if not .Values.state.persistence.enabled }}
    - name: state
      emptyDir:
        sizeLimit: 64Mi
    {{- else if not .Values.fleet.enabled }}
    - name: state
      persistentVolumeClaim:
        claimName: {{ .Values.state.persistence.existingClaim | default (include "agent.fullname" .) }}
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
