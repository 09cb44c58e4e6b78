/// Where every line of the server goes: the backend of [java.lang.System.Logger] and of SLF4J
/// (which Jetty speaks), the access log, a bounded queue with one writer thread, standard error and
/// a file that rotates. The last place where a secret can be stopped before it is written. Knows
/// neither HTTP nor configuration: it is told what happened and how to write it.
package agentserver.base.log;
